import { inflateSync } from 'node:zlib';

import type { PngChunk } from './png-chunks.js';
import type { PngHeader } from './png-header.js';

/** One of the rectangles a PNG is sent in, in rows of bytes that each begin with a filter's number. */
interface Pass {
  readonly rows: number;
  readonly rowBytes: number;
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const LAST_FILTER = 4;
/** Of 16 megapixels with 8 bits a channel; with 16 bits it is half as many. */
const MAX_DECODED_BYTES = 66_000_000;
/** Deflate never makes more than this of one byte (zlib's "Technical Details"). */
const MAX_INFLATION = 1032;
/** Adam7: where each pass starts, and how far its pixels are apart (PNG, third edition, 8.1). */
const ADAM7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/**
 * Says in a clause what keeps the pixels from being decoded; undefined when nothing does. They are
 * inflated to exactly the size that the header promises, never beyond, and every row names its
 * filter: nothing else in undoing filters can fail.
 */
export function faultInPixels(header: PngHeader, chunks: readonly PngChunk[]): string | undefined {
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const compressed = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  const passes = passesOf(header);
  const promised = passes.reduce((sum, { rows, rowBytes }) => sum + rows * rowBytes, 0);
  if (promised > MAX_DECODED_BYTES) return 'it has more pixels than are decoded here';
  if (promised > compressed.length * MAX_INFLATION) return 'it has fewer pixels than it says';
  const pixels = inflate(compressed, promised);
  if (typeof pixels === 'string') return pixels;
  if (pixels.length < promised) return 'it has fewer pixels than it says';
  return hasKnownFilters(pixels, passes) ? undefined : 'its pixels are damaged';
}

/** A clause when it cannot be done. */
function inflate(compressed: Uint8Array, promised: number): Uint8Array | string {
  try {
    // In one piece: growing in small steps takes three times as long.
    return inflateSync(compressed, {
      maxOutputLength: promised,
      chunkSize: Math.max(promised, 64),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE'
      ? 'it has more pixels than it says'
      : 'its pixels are damaged';
  }
}

function passesOf(header: PngHeader): readonly Pass[] {
  const { width, height, bitDepth, colourType, interlace } = header;
  const bits = (SAMPLES[colourType] ?? 0) * bitDepth;
  const pass = (columns: number, rows: number) => ({
    rows,
    rowBytes: 1 + Math.ceil((columns * bits) / 8),
  });
  if (interlace === 0) return [pass(width, height)];
  return ADAM7.flatMap(({ x, y, dx, dy }) => {
    const columns = Math.ceil((width - x) / dx);
    const rows = Math.ceil((height - y) / dy);
    return columns > 0 && rows > 0 ? [pass(columns, rows)] : [];
  });
}

function hasKnownFilters(pixels: Uint8Array, passes: readonly Pass[]): boolean {
  let at = 0;
  for (const { rows, rowBytes } of passes) {
    for (let row = 0; row < rows; row += 1) {
      if ((pixels[at] ?? 0) > LAST_FILTER) return false;
      at += rowBytes;
    }
  }
  return true;
}
