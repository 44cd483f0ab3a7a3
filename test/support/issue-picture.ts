import { crc32, deflateSync } from 'node:zlib';

/** Pictures with badges in them, written after the specifications of PNG and of baking, not by the hub. */

export interface PngOptions {
  readonly width?: number;
  readonly height?: number;
  /** 0 leaves pixels as large as they are. */
  readonly level?: number;
}

export interface BakeOptions {
  readonly keyword?: string;
  readonly chunk?: 'iTXt' | 'tEXt' | 'zTXt';
  /** Compressed inside an iTXt. */
  readonly compressed?: boolean;
  readonly wrongChecksum?: boolean;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Signature and IHDR, which is always 13 bytes long. */
const HEAD_BYTES = 8 + 12 + 13;

/** A grey PNG of 8 bits without alpha. */
export function issuePng({ width = 90, height = 90, level = 9 }: PngOptions = {}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const pixels = deflateSync(Buffer.alloc(height * (width + 1)), { level });
  return Buffer.concat([
    SIGNATURE,
    chunkOf('IHDR', header),
    chunkOf('IDAT', pixels),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
}

/** The same picture with one more badge in it, right after its header. */
export function bakeIntoPng(png: Uint8Array, text: string, options: BakeOptions = {}): Uint8Array {
  const { keyword = 'openbadges', chunk = 'iTXt', wrongChecksum = false } = options;
  const content = contentOf(chunk, text, options);
  const baked = chunkOf(chunk, Buffer.concat([Buffer.from(`${keyword}\0`), content]));
  if (wrongChecksum) baked.writeUInt8(baked.readUInt8(baked.length - 1) ^ 1, baked.length - 1);
  return Buffer.concat([png.subarray(0, HEAD_BYTES), baked, png.subarray(HEAD_BYTES)]);
}

/** A grey square; `attributes` stand in its first tag. */
export function issueSvg({ attributes = 'width="90" height="90"' } = {}): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><path d="M0 0h90v90H0z"/></svg>`;
}

/** JSON and signatures stand in the element, or in `verify` when they are no JSON (baking 1.0). */
export function bakeIntoSvg(svg: string, text: string): string {
  const isJson = text.startsWith('{');
  const attribute = isJson ? '' : ` verify="${text}"`;
  const content = isJson ? `<![CDATA[${text}]]>` : '';
  const element = `<openbadges:assertion xmlns:openbadges="http://openbadges.org"${attribute}>${content}</openbadges:assertion>`;
  return svg.replace('>', `>${element}`);
}

function contentOf(
  chunk: NonNullable<BakeOptions['chunk']>,
  text: string,
  { compressed = false }: BakeOptions,
): Buffer {
  const plain = Buffer.from(text, chunk === 'iTXt' ? 'utf8' : 'latin1');
  if (chunk === 'tEXt') return plain;
  if (chunk === 'zTXt') return Buffer.concat([Buffer.of(0), deflateSync(plain)]);
  const flags = Buffer.of(compressed ? 1 : 0, 0, 0, 0);
  return Buffer.concat([flags, compressed ? deflateSync(plain) : plain]);
}

function chunkOf(type: string, content: Buffer): Buffer {
  const chunk = Buffer.alloc(content.length + 12);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write(type, 4, 'latin1');
  content.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
  return chunk;
}
