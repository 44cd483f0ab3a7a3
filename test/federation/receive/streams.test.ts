import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { NOTHING_RECEIVED, hasGap, received } from '../../../src/federation/index.js';
import { MAX_SPARSE } from '../../../src/federation/receive/streams.js';

const inOrder = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const arrive = (numbers: readonly number[]) => numbers.reduce(received, NOTHING_RECEIVED);

describe('the watermark of a stream', () => {
  test('stops before a gap and goes on when that is closed', () => {
    const gap = arrive([1, 2, 4, 5, 8]);
    expect(gap).toEqual({ contig: 2, sparse: [4, 5, 8] });
    expect(hasGap(gap)).toBe(true);
    expect(received(gap, 3)).toEqual({ contig: 5, sparse: [8] });
    expect(hasGap(arrive([2, 1]))).toBe(false);
  });

  test('F-12 is the same for every order and any duplicates', () => {
    const shuffled = fc
      .integer({ min: 1, max: 60 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.shuffledSubarray(inOrder(count), { minLength: count }),
          fc.array(fc.integer({ min: 1, max: count })),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([count, numbers, again]) => {
        expect(arrive([...numbers, ...again])).toEqual({ contig: count, sparse: [] });
        expect(arrive([...again, ...numbers.toReversed()])).toEqual({ contig: count, sparse: [] });
      }),
    );
  });

  test('F-12 never claims what did not arrive, nor forgets what did', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 })), (numbers) => {
        const { contig, sparse } = arrive(numbers);
        const all = [...inOrder(contig), ...sparse];
        expect(all).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        expect(sparse).not.toContain(contig + 1);
      }),
    );
  });

  test('does not grow with a peer that counts wildly, and still gets there', () => {
    const wild = inOrder(MAX_SPARSE + 500).map((number) => number * 2);
    const watermark = arrive(wild);
    expect(watermark.sparse).toHaveLength(MAX_SPARSE);
    const count = 2 * (MAX_SPARSE + 500);
    expect(inOrder(count).reduce(received, watermark)).toEqual({ contig: count, sparse: [] });
  });
});
