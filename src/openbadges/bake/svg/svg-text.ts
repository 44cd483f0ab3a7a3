import type { SvgFault } from './svg-faults.js';
import { skipProlog } from './xml-prolog.js';

/** The ways an SVG may be written down that are read here. */
export type SvgEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

export type SvgDecoding =
  | { readonly kind: 'read'; readonly xml: string; readonly encoding: SvgEncoding }
  | { readonly kind: 'broken'; readonly fault: SvgFault };

/** Room for a badge of 1 MiB; larger pictures than the rest are not badges. */
const MAX_SVG_BYTES = 1.5 * 1024 * 1024;
const DECLARATION_BYTES = 256;
/** By label (XML 1.0, 4.3.3). UTF-16 without its mark is UTF-8 that somebody's program mislabelled. */
const ENCODINGS: Readonly<Record<string, SvgEncoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16': 'utf-8',
  'us-ascii': 'latin1',
  'iso-8859-1': 'latin1',
};

/** Does a file begin as an SVG does? A web page that holds one does not. */
export function startsAsSvg(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, MAX_SVG_BYTES);
  const xml =
    utf16Of(start) === undefined ? latin1(start).replace(/^ï»¿/, '') : decodeLoosely(start);
  const { rootAt } = skipProlog(xml);
  return /^<(?:[\w.-]{1,64}:)?svg[\s/>]/.test(xml.slice(rootAt, rootAt + 80));
}

/** Turns a file into text; {@link encodeSvg} turns it back into the very same bytes. */
export function decodeSvg(bytes: Uint8Array): SvgDecoding {
  if (bytes.byteLength > MAX_SVG_BYTES) return { kind: 'broken', fault: 'SVG_TOO_COMPLEX' };
  const encoding = utf16Of(bytes) ?? declaredEncoding(bytes);
  if (encoding === undefined) return { kind: 'broken', fault: 'SVG_ENCODING' };
  try {
    return { kind: 'read', xml: decode(bytes, encoding), encoding };
  } catch {
    return { kind: 'broken', fault: 'SVG_ENCODING' };
  }
}

export function encodeSvg(xml: string, encoding: SvgEncoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new Uint8Array(Buffer.from(xml, 'utf8'));
  if (encoding === 'latin1') return new Uint8Array(Buffer.from(xml, 'latin1'));
  const littleEndian = Buffer.from(xml, 'utf16le');
  return new Uint8Array(encoding === 'utf-16le' ? littleEndian : littleEndian.swap16());
}

/** By its byte order mark, which UTF-16 must have in XML and which no label can contradict. */
function utf16Of(bytes: Uint8Array): SvgEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function declaredEncoding(bytes: Uint8Array): SvgEncoding | undefined {
  const start = latin1(bytes.subarray(0, DECLARATION_BYTES));
  if (start.startsWith('ï»¿')) return 'utf-8';
  const label = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1];
  return label === undefined ? 'utf-8' : ENCODINGS[label.toLowerCase()];
}

/** Keeps the byte order mark, for the way back. */
function decode(bytes: Uint8Array, encoding: SvgEncoding): string {
  if (encoding === 'latin1') return latin1(bytes);
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
}

function decodeLoosely(bytes: Uint8Array): string {
  return new TextDecoder(utf16Of(bytes)).decode(bytes);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
