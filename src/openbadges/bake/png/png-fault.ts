import type { PngChunk } from './png-chunks.js';
import { splitPng } from './png-chunks.js';
import type { PngHeader } from './png-header.js';
import { readHeader } from './png-header.js';
import { hasRightCrc } from './text-chunk.js';

export type SoundReading =
  | { readonly kind: 'sound'; readonly header: PngHeader; readonly chunks: readonly PngChunk[] }
  /** A clause for people. */
  | { readonly kind: 'unusable'; readonly because: string };

const GREY = 0;
const PALETTE = 3;
const GREY_WITH_ALPHA = 4;
/** Bit depths by colour type (PNG, third edition, table 8). */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  [GREY]: [1, 2, 4, 8, 16],
  2: [8, 16],
  [PALETTE]: [1, 2, 4, 8],
  [GREY_WITH_ALPHA]: [8, 16],
  6: [8, 16],
};
/** Widths and heights are 31 bits wide, so that languages without unsigned numbers can read them. */
const MAX_SIDE = 0x7fffffff;
const CRITICAL = ['IHDR', 'PLTE', 'IDAT', 'IEND'];
const BYTES_PER_COLOUR = 3;

const SPLIT_FAULTS = {
  BAD_PNG: 'it is no PNG or its start is damaged',
  TRUNCATED: 'it is cut off',
  TOO_MANY_CHUNKS: 'it consists of too many parts',
};

/**
 * Looks at everything in a PNG that decoding depends on but the pixels themselves: the header, and
 * order, presence, sizes and checksums of critical chunks (PNG, third edition, 5.6 and 11.2). What
 * is wrong with other chunks, decoders pass over, and so does this.
 */
export function readSoundPng(png: Uint8Array): SoundReading {
  const split = splitPng(png);
  if (split.kind === 'broken') return { kind: 'unusable', because: SPLIT_FAULTS[split.fault] };
  const { chunks } = split;
  const [first] = chunks;
  if (first === undefined) return { kind: 'unusable', because: SPLIT_FAULTS.BAD_PNG };
  const header = readHeader(first);
  const because =
    faultInHeader(header) ??
    faultInParts(chunks) ??
    faultInPalette(chunks, header) ??
    faultInData(chunks.filter(({ type }) => type === 'IDAT'));
  return because === undefined ? { kind: 'sound', header, chunks } : { kind: 'unusable', because };
}

function faultInHeader(header: PngHeader): string | undefined {
  const { width, height, bitDepth, colourType, compression, filter, interlace } = header;
  if (width === 0 || height === 0) return 'its width or height is zero';
  if (width > MAX_SIDE || height > MAX_SIDE) return 'its width or height is impossible';
  const depths = DEPTHS[colourType];
  if (depths === undefined) return 'its colour type is unknown';
  if (!depths.includes(bitDepth)) return 'its bit depth does not go with its colour type';
  if (compression !== 0) return 'its compression method is unknown';
  if (filter !== 0) return 'its filter method is unknown';
  return interlace > 1 ? 'its interlace method is unknown' : undefined;
}

function faultInParts(chunks: readonly PngChunk[]): string | undefined {
  if (!chunks.every(({ type }) => /^[A-Za-z]{4}$/.test(type)))
    return 'one of its parts has no name';
  const critical = chunks.filter(({ type }) => isCritical(type));
  if (!critical.every(({ type }) => CRITICAL.includes(type))) {
    return 'it needs a decoder that knows more than the standard';
  }
  if (critical.filter(({ type }) => type === 'IHDR').length > 1) return 'it has a second header';
  if (chunks.at(-1)?.data.length !== 0) return 'its end is damaged';
  return critical.every(hasRightCrc)
    ? undefined
    : 'a checksum of its pixels or its header is wrong';
}

/** A decoder must understand chunks whose name begins with a capital letter (PNG, 5.4). */
function isCritical(type: string): boolean {
  return type.charCodeAt(0) < 0x61;
}

function faultInPalette(
  chunks: readonly PngChunk[],
  { colourType, bitDepth }: PngHeader,
): string | undefined {
  const palettes = chunks.filter(({ type }) => type === 'PLTE');
  const [palette] = palettes;
  if (palette === undefined) return colourType === PALETTE ? 'its palette is missing' : undefined;
  if (palettes.length > 1) return 'it has a second palette';
  if (colourType === GREY || colourType === GREY_WITH_ALPHA) return 'it is grey and has a palette';
  const colours = palette.data.length / BYTES_PER_COLOUR;
  const most = colourType === PALETTE ? 2 ** bitDepth : 256;
  if (!Number.isInteger(colours) || colours === 0 || colours > most) {
    return 'its palette has an impossible size';
  }
  const data = chunks.findIndex(({ type }) => type === 'IDAT');
  return data !== -1 && data < chunks.indexOf(palette)
    ? 'its palette stands behind its pixels'
    : undefined;
}

function faultInData(parts: readonly PngChunk[]): string | undefined {
  if (parts.length === 0) return 'it has no pixels';
  const inOneRow = parts.every(
    ({ startsAt }, index) => index === 0 || parts[index - 1]?.endsAt === startsAt,
  );
  return inOneRow ? undefined : 'its pixels are torn apart';
}
