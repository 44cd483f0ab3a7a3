import { digestOf } from '../identity.js';
import type { PictureFormat } from './picture-format.js';
import { MAX_PICTURE_BYTES, pictureFormatOf } from './picture-format.js';
import { readSoundPng } from './png/png-fault.js';
import { MAX_PIXELS } from './png/png-header.js';
import { faultInPixels } from './png/png-pixels.js';
import { readSvgSize } from './svg/svg-size.js';

export type { PictureFormat } from './picture-format.js';

/** What a picture is, without its bytes. */
export type PictureLook =
  | {
      readonly kind: 'picture';
      readonly format: PictureFormat;
      /** In pixels; what an SVG without a size is shown at. */
      readonly width: number;
      readonly height: number;
      readonly byteLength: number;
      /** Of the bytes as fetched: `sha-256:` and base64url. */
      readonly digest: string;
    }
  /** A clause for people, such as `it is cut off`. */
  | { readonly kind: 'unusable'; readonly because: string };

type Size =
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  | { readonly kind: 'unusable'; readonly because: string };

const TOO_MANY_PIXELS: Size = { kind: 'unusable', because: 'it has more than 16 megapixels' };

/**
 * Finds out whether a picture can be shown and how large it is. Its size is read before anything is
 * decoded; a PNG is then inflated to exactly what its header promises, an SVG read to its end.
 * Never throws.
 */
export function lookAtPicture(bytes: Uint8Array): PictureLook {
  const { byteLength } = bytes;
  if (byteLength > MAX_PICTURE_BYTES)
    return { kind: 'unusable', because: 'it is larger than 2 MiB' };
  const format = pictureFormatOf(bytes);
  if (format === undefined) return { kind: 'unusable', because: 'it is neither a PNG nor an SVG' };
  const size = format === 'png' ? sizeOfPng(bytes) : sizeOfSvg(bytes);
  if (size.kind === 'unusable') return size;
  const { width, height } = size;
  return { kind: 'picture', format, width, height, byteLength, digest: digestOf(bytes) };
}

function sizeOfPng(png: Uint8Array): Size {
  const reading = readSoundPng(png);
  if (reading.kind === 'unusable') return reading;
  const { header, chunks } = reading;
  const { width, height } = header;
  if (width * height > MAX_PIXELS) return TOO_MANY_PIXELS;
  const because = faultInPixels(header, chunks);
  return because === undefined ? { kind: 'size', width, height } : { kind: 'unusable', because };
}

function sizeOfSvg(svg: Uint8Array): Size {
  const size = readSvgSize(svg);
  return size.kind === 'size' && size.width * size.height > MAX_PIXELS ? TOO_MANY_PIXELS : size;
}
