import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { createCursorCodec } from '../../src/graphql/index.js';
import { deriveKey } from '../../src/runtime/index.js';

const codec = (secret = 'a secret of this test') => createCursorCodec(deriveKey(secret, 'cursor'));
const shape = z.object({ at: z.number(), id: z.string() });
const place = { at: 1, id: 'bdg_1' };

describe('a cursor', () => {
  test('comes back as it was given out', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), fc.string(), (list, at, id) => {
        const cursor = codec().encode(list, { at, id });
        expect(codec().decode(list, cursor, shape)).toEqual({ at, id });
      }),
    );
  });

  test('can be put into a URL as it is', () => {
    expect(codec().encode('list', place)).toMatch(/^[\w-]+$/);
  });

  test.each<[string, () => unknown]>([
    ['for another list', () => codec().decode('b', codec().encode('a', place), shape)],
    ['for a list of a longer name', () => codec().decode('a\0', codec().encode('a', place), shape)],
    ['of another hub', () => codec().decode('a', codec('other').encode('a', place), shape)],
    ['of another shape', () => codec().decode('a', codec().encode('a', { at: 1 }), shape)],
    ['that is empty', () => codec().decode('a', '', shape)],
    ['that is no base64url', () => codec().decode('a', '{"at":1}', shape)],
    ['without a place', () => codec().decode('a', 'A'.repeat(22), shape)],
  ])('%s is BAD_CURSOR', (_, decode) => {
    expect(decode).toThrow(expect.objectContaining({ code: 'BAD_CURSOR' }));
  });

  test('of which one bit was turned is BAD_CURSOR', () => {
    const bytes = Buffer.from(codec().encode('list', place), 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const turned = Buffer.from(bytes);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const decode = () => codec().decode('list', turned.toString('base64url'), shape);
        expect(decode).toThrow(expect.objectContaining({ code: 'BAD_CURSOR' }));
      }),
    );
  });
});
