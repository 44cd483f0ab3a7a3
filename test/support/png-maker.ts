import { crc32, deflateSync } from 'node:zlib';

/** Makes and takes apart PNGs without any help of the sources that are tested with them. */

/** One part of a PNG. */
export interface Part {
  readonly type: string;
  readonly data: Uint8Array;
  /** The right one when absent. */
  readonly crc?: number;
}

/** One of the forms in which a PNG may hold its pixels. */
export interface Form {
  readonly colourType: number;
  readonly bitDepth: number;
  readonly interlace: 0 | 1;
}

export interface Picture extends Form {
  readonly width: number;
  readonly height: number;
  /** The filter of every row; `mixed` takes each in turn. */
  readonly filter: number | 'mixed';
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: readonly (readonly [colourType: number, bitDepths: readonly number[]])[] = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
];

/** Every colour type in every bit depth that goes with it, sent at once and in seven passes. */
export const EVERY_FORM: readonly Form[] = DEPTHS.flatMap(([colourType, bitDepths]) =>
  bitDepths.flatMap((bitDepth) =>
    ([0, 1] as const).map((interlace) => ({ colourType, bitDepth, interlace })),
  ),
);

export const EVERY_FILTER = [0, 1, 2, 3, 4, 'mixed'] as const;

export function png(parts: readonly Part[]): Uint8Array {
  return new Uint8Array(Buffer.concat([SIGNATURE, ...parts.map(framed)]));
}

/** The parts of a sound PNG, checksums taken out. */
export function partsOf(file: Uint8Array): readonly Part[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Part[] = [];
  for (let at = SIGNATURE.length; at < file.length;) {
    const end = at + 8 + view.getUint32(at);
    const type = Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1');
    parts.push({ type, data: file.subarray(at + 8, end) });
    at = end + 4;
  }
  return parts;
}

/** What every picture needs, in order. Pixels are noise: every filter makes something of that. */
export function plainParts(picture: Picture): readonly Part[] {
  const { colourType, bitDepth } = picture;
  const palette = { type: 'PLTE', data: noise(3 * Math.min(2 ** bitDepth, 256)) };
  return [
    { type: 'IHDR', data: header(picture) },
    ...(colourType === 3 ? [palette] : []),
    { type: 'IDAT', data: deflateSync(rows(picture)) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ];
}

/** The same with other parts that the standard knows, in the order it wants, and pixels in pieces. */
export function richParts(picture: Picture): readonly Part[] {
  const { colourType, bitDepth } = picture;
  const sample = 2 ** bitDepth - 1;
  const transparency = { 0: [sample], 2: [sample, 0, sample] }[colourType] ?? [];
  const tRNS = colourType === 3 ? Buffer.from([0, 0x80]) : words(transparency);
  const background = colourType === 3 ? Buffer.from([1]) : words(channels(colourType));
  return plainParts(picture).flatMap((part) => {
    if (part.type === 'IDAT') {
      return [
        ...(tRNS.length > 0 ? [{ type: 'tRNS', data: tRNS }] : []),
        { type: 'bKGD', data: background },
        { type: 'pHYs', data: Buffer.from('000000010000000100', 'hex') },
        ...inPieces(part.data),
        { type: 'tIME', data: Buffer.from('07e8030c0a0000', 'hex') },
      ];
    }
    if (part.type !== 'IHDR') return [part];
    return [
      part,
      { type: 'gAMA', data: Buffer.from('0000b18f', 'hex') },
      { type: 'tEXt', data: Buffer.from('Title\0openbadges') },
      { type: 'prVt', data: noise(40) },
    ];
  });
}

export function header({
  width,
  height,
  bitDepth,
  colourType,
  interlace,
}: Omit<Picture, 'filter'>): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bitDepth, colourType, 0, 0, interlace], 8);
  return data;
}

/** Rows as they are before they are deflated: the number of a filter, then bytes. */
export function rows(picture: Picture): Uint8Array {
  const bits = (CHANNELS[picture.colourType] ?? 0) * picture.bitDepth;
  let row = 0;
  return Buffer.concat(
    passes(picture).flatMap(({ width, height }) =>
      Array.from({ length: height }, () => {
        const filter = picture.filter === 'mixed' ? row % 5 : picture.filter;
        row += 1;
        return Buffer.concat([Buffer.from([filter]), noise(Math.ceil((width * bits) / 8), row)]);
      }),
    ),
  );
}

export function textPart(type: 'tEXt' | 'zTXt' | 'iTXt', data: string | Uint8Array): Part {
  return { type, data: Buffer.from(data) };
}

export function noise(length: number, seed = 1): Buffer {
  let state = seed * 2_654_435_761;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

function framed({ type, data, crc }: Part): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(content.length + 8);
  frame.writeUInt32BE(data.length, 0);
  content.copy(frame, 4);
  frame.writeUInt32BE(crc ?? crc32(content), content.length + 4);
  return frame;
}

/** Small pictures of the whole one, by the size of the grid each pixel is the first of. */
function passes({ width, height, interlace }: Picture) {
  if (interlace === 0) return [{ width, height }];
  const sizes = [];
  for (let pass = 1; pass <= 7; pass += 1) {
    const sent = { columns: new Set<number>(), lines: new Set<number>() };
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (passOf(x, y) !== pass) continue;
        sent.columns.add(x);
        sent.lines.add(y);
      }
    }
    if (sent.columns.size > 0) sizes.push({ width: sent.columns.size, height: sent.lines.size });
  }
  return sizes;
}

/** Adam7 as the standard draws it: the pass of each pixel in a square of eight by eight. */
function passOf(x: number, y: number): number {
  const square = ['16462646', '77777777', '56565656', '77777777'];
  const lower = ['36463646', '77777777', '56565656', '77777777'];
  return Number([...square, ...lower][y % 8]?.[x % 8]);
}

function inPieces(data: Uint8Array): readonly Part[] {
  const middle = Math.ceil(data.length / 2);
  return [data.subarray(0, middle), data.subarray(middle), new Uint8Array()].map((piece) => ({
    type: 'IDAT',
    data: piece,
  }));
}

function channels(colourType: number): readonly number[] {
  return colourType === 2 || colourType === 6 ? [0, 0, 0] : [0];
}

function words(values: readonly number[]): Buffer {
  const data = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) data.writeUInt16BE(value, 2 * index);
  return data;
}
