import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { eventId } from '../../../src/federation/index.js';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('the id of an event', () => {
  test('is the UUID of version 7 that RFC 9562, appendix A.6, prints', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(eventId(new Date('2022-02-22T19:22:22.000Z'), random)).toBe(
      '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
    );
  });

  test('is always of that form, and a later one sorts behind', () => {
    const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(time, bytes, bytes, (ms, one, other) => {
        const [id, next] = [eventId(new Date(ms), one), eventId(new Date(ms + 1), other)];
        expect(id).toMatch(V7);
        expect(id < next).toBe(true);
      }),
    );
  });

  test('is not made from too little chance', () => {
    expect(() => eventId(new Date(0), new Uint8Array(9))).toThrow(RangeError);
  });
});
