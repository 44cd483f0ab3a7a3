import { describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { unpack } from '../../../src/runtime/guarded-fetch/unpack.js';

const TEXT = Buffer.from('{"a":1}'.repeat(10));

describe('a body that is packed although nobody wanted that', () => {
  test.each([
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['deflate, gzip', gzipSync(deflateSync(TEXT))],
    ['identity', TEXT],
    ['', TEXT],
  ])('%s is unpacked', (coding, packed) => {
    const body = new Uint8Array(packed);
    expect(unpack(body, coding, TEXT.length)).toEqual({ kind: 'read', body: new Uint8Array(TEXT) });
  });

  test.each(['gzip', 'deflate', 'br'])('%s is unpacked no further than wanted', (coding) => {
    const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[coding];
    const packed = new Uint8Array(pack?.(TEXT) ?? []);
    expect(unpack(packed, coding, TEXT.length - 1)).toEqual({ kind: 'too-large' });
  });

  test.each([
    ['a coding that is not known', 'compress'],
    ['a body that is not packed so', 'gzip'],
    ['a long list of codings', Array(6).fill('gzip').join()],
  ])('%s cannot be unpacked', (_, coding) => {
    expect(() => unpack(new Uint8Array(TEXT), coding, 1_000)).toThrow();
  });
});
