import { describe, expect, test } from '@jest/globals';
import { randomIds, randomToken, sha256Hex } from '../../src/runtime/ids.js';

const many = <T>(make: () => T): readonly T[] => Array.from({ length: 2000 }, make);

describe('ids', () => {
  test('an id is its prefix and 26 characters without i, l, o and u', () => {
    for (const id of many(() => randomIds.make('bdg'))) {
      expect(id).toMatch(/^bdg_[0-9a-hjkmnp-tv-z]{26}$/);
    }
  });

  test('ids do not repeat', () => {
    expect(new Set(many(() => randomIds.make('bdg'))).size).toBe(2000);
  });

  test('every character of the alphabet is used about equally often', () => {
    const counts = new Map<string, number>();
    for (const character of many(() => randomIds.make('x').slice(2)).join('')) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    // 52,000 characters over 32 values: 1,625 each with a standard deviation of 40.
    expect(counts.size).toBe(32);
    expect(Math.min(...counts.values())).toBeGreaterThan(1300);
    expect(Math.max(...counts.values())).toBeLessThan(1950);
  });
});

describe('tokens', () => {
  test('a token is 32 bytes in base64url and never the same', () => {
    const tokens = many(randomToken);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.filter((token) => !/^[\w-]{43}$/.test(token))).toEqual([]);
  });

  test('a digest is that of FIPS 180-2, for text and for bytes', () => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256Hex('abc')).toBe(digest);
    expect(sha256Hex(Buffer.from('abc'))).toBe(digest);
  });
});
