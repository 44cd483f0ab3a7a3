/** One part of a PNG file. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly crc: number;
  /** The whole part as it stands in the file, and where. */
  readonly bytes: Uint8Array;
  readonly startsAt: number;
  readonly endsAt: number;
}

export type ChunkReading =
  | { readonly kind: 'read'; readonly chunks: readonly PngChunk[] }
  | { readonly kind: 'broken'; readonly fault: 'BAD_PNG' | 'TRUNCATED' | 'TOO_MANY_CHUNKS' };

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** With its end. */
export const MAX_CHUNKS = 4_000;
const IHDR_BYTES = 13;
/** Length, type and checksum. */
const FRAME_BYTES = 12;

export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Splits a PNG up to its IEND; pixels stay compressed and checksums are not compared. */
export function splitPng(png: Uint8Array): ChunkReading {
  if (!isPng(png)) return { kind: 'broken', fault: 'BAD_PNG' };
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + FRAME_BYTES <= file.length;) {
    const end = at + FRAME_BYTES + file.readUInt32BE(at);
    if (end > file.length) break;
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, end - 4);
    if (chunks.length === 0 && (type !== 'IHDR' || data.length !== IHDR_BYTES)) {
      return { kind: 'broken', fault: 'BAD_PNG' };
    }
    const bytes = file.subarray(at, end);
    chunks.push({ type, data, crc: file.readUInt32BE(end - 4), bytes, startsAt: at, endsAt: end });
    if (chunks.length > MAX_CHUNKS) return { kind: 'broken', fault: 'TOO_MANY_CHUNKS' };
    if (type === 'IEND') return { kind: 'read', chunks };
    at = end;
  }
  return { kind: 'broken', fault: 'TRUNCATED' };
}
