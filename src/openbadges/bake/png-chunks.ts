/** One part of a PNG file. `bytes` is the whole part as it stands in the file. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly crc: number;
  readonly bytes: Uint8Array;
}

export type ChunkReading =
  | { readonly kind: 'read'; readonly chunks: readonly PngChunk[] }
  | { readonly kind: 'broken'; readonly fault: 'NOT_PNG' | 'TRUNCATED' | 'TOO_MANY_CHUNKS' };

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const MAX_CHUNKS = 4_000;
const IHDR_BYTES = 13;
/** Length, type and checksum. */
const FRAME_BYTES = 12;

export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Splits a PNG up to its IEND; pixels stay compressed and checksums are not compared. */
export function splitPng(bytes: Uint8Array): ChunkReading {
  if (!isPng(bytes)) return { kind: 'broken', fault: 'NOT_PNG' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + FRAME_BYTES <= bytes.length;) {
    const end = at + FRAME_BYTES + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, end - 4);
    if (chunks.length === 0 && (type !== 'IHDR' || data.length !== IHDR_BYTES)) {
      return { kind: 'broken', fault: 'NOT_PNG' };
    }
    chunks.push({ type, data, crc: view.getUint32(end - 4), bytes: bytes.subarray(at, end) });
    if (type === 'IEND') return { kind: 'read', chunks };
    if (chunks.length > MAX_CHUNKS) return { kind: 'broken', fault: 'TOO_MANY_CHUNKS' };
    at = end;
  }
  return { kind: 'broken', fault: 'TRUNCATED' };
}
