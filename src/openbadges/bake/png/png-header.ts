import type { PngChunk } from './png-chunks.js';

/** What IHDR says (PNG, third edition, 11.2.1), legal or not. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly compression: number;
  readonly filter: number;
  readonly interlace: number;
}

/** More is warned of when a badge is read, and not decoded when a picture is shown. */
export const MAX_PIXELS = 16_000_000;

/** Reads the first chunk of a PNG that was split. */
export function readHeader({ data }: Pick<PngChunk, 'data'>): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colourType: view.getUint8(9),
    compression: view.getUint8(10),
    filter: view.getUint8(11),
    interlace: view.getUint8(12),
  };
}
