import { describe, expect, test } from '@jest/globals';

import { MessageRefused, parseStrictJson } from '../../../src/federation/index.js';

const faultOf = (input: Uint8Array | string): string => {
  try {
    parseStrictJson(input);
    return 'read';
  } catch (error) {
    return error instanceof MessageRefused ? error.fault : 'crashed';
  }
};
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const members = (count: number): string =>
  `{${Array.from({ length: count }, (_, at) => `"m${String(at)}":1`).join()}}`;

describe('F-28 JSON between hubs', () => {
  test.each([
    ['a member twice', '{"aud":"https://a.example","aud":"https://b.example"}'],
    ['a member twice, once escaped', String.raw`{"aud":1,"\u0061ud":2}`],
    ['a byte order mark', '\uFEFF{}'],
    ['a byte order mark in bytes', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['half of a character', String.raw`{"a":"\ud800"}`],
    ['a number beyond range', '{"a":1e400}'],
    ['a whole number beyond 2^53', '{"a":9007199254740993}'],
    ['17 levels', nested(17)],
    ['10,000 levels', nested(10_000)],
    ['257 members', members(257)],
    ['a comment', '{} //'],
    ['nothing', ''],
  ])('with %s is refused at once', (_, input) => {
    const start = performance.now();
    expect(faultOf(input)).toBe('bad-json');
    expect(performance.now() - start).toBeLessThan(50);
  });

  test('is refused when it is larger than 64 KiB', () => {
    expect(faultOf(`"${'x'.repeat(64 * 1024)}"`)).toBe('too-large');
  });

  test.each([
    ['16 levels', nested(16)],
    ['256 members', members(256)],
    ['the largest whole number', '{"a":9007199254740991}'],
  ])('with %s is read', (_, input) => {
    expect(parseStrictJson(input)).toEqual(JSON.parse(input));
  });

  test('keeps members that are null, because signatures and digests cover them', () => {
    expect(JSON.stringify(parseStrictJson('{"cursor":null}'))).toBe('{"cursor":null}');
  });

  test('may be larger where an answer was asked for', () => {
    const input = members(1_000);
    expect(parseStrictJson(input, { maxMembers: 1_000 })).toEqual(JSON.parse(input));
  });
});
