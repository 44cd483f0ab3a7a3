/** How far the stream of one peer has arrived here, within one epoch. */
export interface Watermark {
  /** Everything up to here is stored; 0 at the start. */
  readonly contig: number;
  /** What arrived beyond a gap, in order. */
  readonly sparse: readonly number[];
}

export const NOTHING_RECEIVED: Watermark = { contig: 0, sparse: [] };

/** A peer that counts wildly must not make its record grow; what is dropped here comes again by polling. */
export const MAX_SPARSE = 1000;

/**
 * The message with this number is stored. To be called for duplicates too: one that was dropped from
 * `sparse` is counted when it comes again.
 */
export function received({ contig, sparse }: Watermark, seq: number): Watermark {
  if (seq <= contig || sparse.includes(seq)) return { contig, sparse };
  const waiting = [...sparse, seq].sort((one, other) => one - other);
  const gap = waiting.findIndex((number, at) => number !== contig + 1 + at);
  const closed = gap === -1 ? waiting.length : gap;
  return { contig: contig + closed, sparse: waiting.slice(closed, closed + MAX_SPARSE) };
}

/** Something is missing: poll when that lasts. */
export function hasGap({ sparse }: Watermark): boolean {
  return sparse.length > 0;
}
