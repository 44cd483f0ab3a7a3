import { isPng } from './png/png-chunks.js';
import { startsAsSvg } from './svg/svg-text.js';

export type PictureFormat = 'png' | 'svg';

export const PICTURE_TYPES: Readonly<Record<PictureFormat, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** A larger one is not looked at. */
export const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

/** Told from the first bytes alone: names and media types are often wrong. */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat | undefined {
  if (isPng(bytes)) return 'png';
  return startsAsSvg(bytes) ? 'svg' : undefined;
}

export function isPicture(bytes: Uint8Array): boolean {
  return pictureFormatOf(bytes) !== undefined;
}
