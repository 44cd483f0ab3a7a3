import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { CappedBody } from './exchange.js';

/** More codings than one are hardly ever meant. */
const MAX_CODINGS = 5;

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

const CODINGS: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', (bytes, options) => (isZlib(bytes) ? inflateSync : inflateRawSync)(bytes, options)],
]);

/**
 * What a body is that was packed although nobody wanted that (RFC 9110, 8.4), never more than `maxBytes`
 * of it (G8).
 *
 * @throws Error when it cannot be unpacked
 */
export const unpack = (
  body: Uint8Array,
  coding: string | undefined,
  maxBytes: number,
): CappedBody => {
  const codings = (coding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (codings.length > MAX_CODINGS) throw new Error('too many codings');
  try {
    const plain = codings.reduceRight((bytes, name) => unpackOnce(bytes, name, maxBytes), body);
    return { kind: 'read', body: plain };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    return { kind: 'too-large' };
  }
};

const unpackOnce = (bytes: Uint8Array, name: string, maxOutputLength: number): Uint8Array => {
  const coding = CODINGS.get(name);
  if (coding === undefined) throw new Error('a coding that is not known');
  return new Uint8Array(coding(bytes, { maxOutputLength }));
};

/** Deflate comes with its header, as the standard says, or without, as some servers send it. */
const isZlib = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 0x0f) === 8;
