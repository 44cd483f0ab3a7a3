import { isPng } from './png/png-chunks.js';
import { startsAsSvg } from './svg/svg-text.js';

export type PictureFormat = 'png' | 'svg';

/** Told from the first bytes alone: names and media types are often wrong. */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat | undefined {
  if (isPng(bytes)) return 'png';
  return startsAsSvg(bytes) ? 'svg' : undefined;
}

export function isPicture(bytes: Uint8Array): boolean {
  return pictureFormatOf(bytes) !== undefined;
}
