/** Reads width times height from a file's header; undefined when it is of another format. */
type SizeReader = (file: Buffer) => number | undefined;

/** As `references.ts` lets them stay: what stands before the bytes is short. */
const CARRIED = /data:image\/[\w.=;-]{0,100};base64,([\w+/=\s-]*)/gi;
const READERS: readonly SizeReader[] = [readPng, readGif, readWebp, readJpeg];
/** Of JPEG, whose header may stand anywhere, what follows a marker. */
const HEADER_BYTES = 32;
const PNG_START = Buffer.from('89504e470d0a1a0a', 'hex');
/** JPEG's markers that begin a frame: C0 to CF but for three that do not (ITU-T T.81, table B.1). */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/**
 * How many pixels the pictures have that values carry as `data:` addresses, as their headers tell: a
 * few kilobytes can stand for billions. What no browser can decode has none.
 */
export function carriedPixels(values: readonly string[]): number {
  let pixels = 0;
  for (const value of values) {
    for (const [, base64 = ''] of value.matchAll(CARRIED)) pixels += pixelsOf(bytesOf(base64));
  }
  return pixels;
}

/** The format is told from the bytes, as decoders do, and not from what the address says. */
function pixelsOf(file: Buffer): number {
  for (const read of READERS) {
    const pixels = read(file);
    if (pixels !== undefined) return pixels;
  }
  return 0;
}

/** With zeros behind them, so that every header can be read to its end. */
function bytesOf(base64: string): Buffer {
  return Buffer.concat([Buffer.from(base64, 'base64'), Buffer.alloc(HEADER_BYTES)]);
}

function readPng(file: Buffer): number | undefined {
  if (!file.subarray(0, PNG_START.length).equals(PNG_START)) return undefined;
  return file.readUInt32BE(16) * file.readUInt32BE(20);
}

function readGif(file: Buffer): number | undefined {
  if (file.toString('latin1', 0, 4) !== 'GIF8') return undefined;
  return file.readUInt16LE(6) * file.readUInt16LE(8);
}

/** Source: WebP Container Specification, and RFC 6386, 9.1, for its oldest form. */
function readWebp(file: Buffer): number | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP') {
    return undefined;
  }
  const form = file.toString('latin1', 12, 16);
  if (form === 'VP8X') return (1 + file.readUIntLE(24, 3)) * (1 + file.readUIntLE(27, 3));
  if (form === 'VP8L') {
    const sides = file.readUInt32LE(21);
    return (1 + (sides & 0x3fff)) * (1 + ((sides >>> 14) & 0x3fff));
  }
  return (file.readUInt16LE(26) & 0x3fff) * (file.readUInt16LE(28) & 0x3fff);
}

function readJpeg(file: Buffer): number | undefined {
  if (file.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at < file.length - HEADER_BYTES) {
    const marker = file.readUInt8(at + 1);
    // Any number of FF may stand before a marker.
    if (file.readUInt8(at) !== 0xff || marker === 0xff) at += 1;
    else if (isFrame(marker)) return file.readUInt16BE(at + 5) * file.readUInt16BE(at + 7);
    else at += 2 + file.readUInt16BE(at + 2);
  }
  return 0;
}

function isFrame(marker: number): boolean {
  return (marker & 0xf0) === 0xc0 && !NO_FRAMES.includes(marker);
}
