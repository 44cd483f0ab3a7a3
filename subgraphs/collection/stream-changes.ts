import { z } from 'zod';
import { Refusal } from '../../src/errors.js';
import type { CursorCodec } from '../../src/graphql/index.js';
import type { Clock, Principal } from '../../src/runtime/index.js';
import { mayActFor } from '../../src/policy/index.js';
import type { Bell } from '../../src/store/index.js';
import type { ChangeLog, Head, LogPage } from './change-log.js';
import type { CollectionChangeDoc } from './collection-change.model.js';
import { isWithin } from './grant-reader.js';
import type { Granted, GrantsTo } from './grant-reader.js';

import { maySee } from './may-see.js';

export type SnapshotReason = 'FIRST_TIME' | 'CURSOR_TOO_OLD' | 'EPOCH_CHANGED' | 'BACKLOG_TOO_LONG';
export type AccessEndReason = 'REVOKED' | 'EXPIRED' | 'DELETED' | 'NOT_SHARED';

export type StreamItem =
  | { readonly kind: 'change'; readonly change: CollectionChangeDoc; readonly cursor: string }
  | { readonly kind: 'snapshot-required'; readonly reason: SnapshotReason; readonly cursor: string }
  | { readonly kind: 'access-ended'; readonly reason: AccessEndReason };

/** A reader's place in the log of one collection. */
interface Place {
  readonly epoch: string;
  readonly rev: number;
}

export interface StreamDeps {
  readonly log: ChangeLog;
  readonly grantsTo: GrantsTo;
  readonly bell: Bell;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  /** Longest wait without a ring, in milliseconds. */
  readonly pollMs: number;
}

export interface Reader {
  readonly collection: string;
  readonly after: string | undefined;
  readonly principal: Principal;
}

const PAGE = 100;
/** Behind more than this many changes a displayer is quicker with a snapshot. */
const MAX_BACKLOG = 10_000;

const cursorShape = z.object({ e: z.string(), r: z.number().int().nonnegative() });
const listOf = (collection: string): string => `changes ${collection}`;

export function changeCursor(
  cursors: CursorCodec,
  collection: string,
  { epoch, rev }: Place,
): string {
  return cursors.encode(listOf(collection), { e: epoch, r: rev });
}

/** @throws Refusal BAD_CURSOR */
function placeOf(cursors: CursorCodec, collection: string, cursor: string): Place {
  const { e, r } = cursors.decode(listOf(collection), cursor, cursorShape);
  return { epoch: e, rev: r };
}

/**
 * The changes of a collection behind a cursor, each at least once, in order of `rev`, without gaps, for
 * as long as the reader may see it (federation.md section 3). It pulls from the log; the bell only says
 * that looking is worthwhile. Nothing is read ahead: the next item is made when it is asked for.
 * @throws Refusal NOT_FOUND without a cursor for what may not be seen; BAD_CURSOR
 */
export async function* streamChanges(
  reader: Reader,
  signal: AbortSignal,
  deps: StreamDeps,
): AsyncGenerator<StreamItem, void> {
  const { collection, principal } = reader;
  let place: Place;
  if (reader.after === undefined) {
    const head = await visibleHead(reader, deps);
    place = head;
    yield snapshotRequired(head, 'FIRST_TIME', deps);
  } else {
    place = placeOf(deps.cursors, collection, reader.after);
  }
  const poll = pollTimer(signal, deps);
  while (!signal.aborted) {
    const armed = deps.bell.arm(collection);
    try {
      const page = await deps.log.readAfter(collection, place.rev, PAGE);
      for (const item of await itemsFor(page, place, reader, deps)) {
        yield item;
        if (item.kind === 'access-ended') return;
        place = item.kind === 'change' ? item.change : (page?.head ?? place);
      }
      if (page !== null && !caughtUp(page, place, principal)) continue;
      await Promise.race([armed.rung, poll()]);
    } finally {
      armed.cancel();
    }
  }
}

/**
 * One page of the same log without a socket.
 * @throws Refusal NOT_FOUND, BAD_CURSOR
 */
export async function changesSince(
  reader: Reader & { readonly after: string },
  first: number,
  deps: StreamDeps,
): Promise<{ items: readonly StreamItem[]; cursor: string; hasMore: boolean }> {
  const { collection } = reader;
  const place = placeOf(deps.cursors, collection, reader.after);
  const page = await deps.log.readAfter(collection, place.rev, first);
  const items = await itemsFor(page, place, reader, deps);
  const last = items.at(-1);
  if (last === undefined || last.kind === 'access-ended') {
    return { items, cursor: reader.after, hasMore: false };
  }
  const reached = last.kind === 'change' ? last.change.rev : page?.head.rev;
  return { items, cursor: last.cursor, hasMore: reached !== page?.head.rev };
}

function caughtUp({ head }: LogPage, place: Place, principal: Principal): boolean {
  return maySee(principal, head) && place.rev >= head.rev && place.epoch === head.epoch;
}

/** @throws Refusal NOT_FOUND for what does not exist and for what may not be seen, alike */
async function visibleHead({ collection, principal }: Reader, deps: StreamDeps): Promise<Head> {
  const page = await deps.log.readAfter(collection, Number.MAX_SAFE_INTEGER, 1);
  if (page === null || !maySee(principal, page.head)) throw new Refusal('NOT_FOUND');
  return page.head;
}

/**
 * What a reader at this place is told of this page. Grants are asked for after the page was read: then one
 * that ended in between is seen.
 */
async function itemsFor(
  page: LogPage | null,
  place: Place,
  { collection, principal }: Reader,
  deps: StreamDeps,
): Promise<readonly StreamItem[]> {
  if (page === null) return [{ kind: 'access-ended', reason: 'DELETED' }];
  const { head, rows } = page;
  const sees = maySee(principal, head);
  const isHers = mayActFor(principal, head.owner, 'collections.read');
  const asksGrants = !isHers && (!sees || rows.some(({ shown }) => shown !== true));
  const grants = asksGrants ? await deps.grantsTo(principal, collection) : [];
  const mayKnow = ({ rev, shown }: CollectionChangeDoc): boolean =>
    isHers || shown === true || isWithin(grants, rev);

  const told = goingOn(rows, place, mayKnow);
  const items = told.map((change): StreamItem => ({
    kind: 'change',
    change,
    cursor: changeCursor(deps.cursors, collection, change),
  }));
  if (sees) {
    const why = whySnapshot(head, told, place);
    return why === undefined ? items : [snapshotRequired(head, why, deps)];
  }
  const last = told.at(-1);
  const moreMayFollow = last !== undefined && last === rows.at(-1) && last.rev < head.rev;
  if (moreMayFollow) return items;
  return [...items, { kind: 'access-ended', reason: whyEnded(head, grants) }];
}

/** The changes right behind a place, up to the first one that is missing or not for this reader. */
function goingOn(
  rows: readonly CollectionChangeDoc[],
  place: Place,
  mayKnow: (row: CollectionChangeDoc) => boolean,
): readonly CollectionChangeDoc[] {
  const end = rows.findIndex(
    (row, index) => row.epoch !== place.epoch || row.rev !== place.rev + 1 + index || !mayKnow(row),
  );
  return end === -1 ? rows : rows.slice(0, end);
}

function whyEnded({ deletedAt }: Head, grants: readonly Granted[]): AccessEndReason {
  if (deletedAt !== undefined) return 'DELETED';
  return grants.length === 0 ? 'NOT_SHARED' : 'REVOKED';
}

function whySnapshot(
  head: Head,
  told: readonly CollectionChangeDoc[],
  place: Place,
): SnapshotReason | undefined {
  if (place.epoch !== head.epoch) return 'EPOCH_CHANGED';
  // A database that was restored from a backup knows fewer changes than its readers.
  if (place.rev > head.rev) return 'EPOCH_CHANGED';
  if (head.rev - place.rev > MAX_BACKLOG) return 'BACKLOG_TOO_LONG';
  // Changes are missing: too old to be kept, or made while this reader might not see the collection.
  if (place.rev < head.rev && told.length === 0) return 'CURSOR_TOO_OLD';
  return undefined;
}

function snapshotRequired(head: Head, reason: SnapshotReason, deps: StreamDeps): StreamItem {
  return {
    kind: 'snapshot-required',
    reason,
    cursor: changeCursor(deps.cursors, head._id, head),
  };
}

/**
 * Settles when the next look is due without a ring, or the stream ends. Rings do not put it off: a timer
 * for each of them, taken down again, is what a thousand readers of one collection would wait for.
 */
function pollTimer(signal: AbortSignal, { clock, pollMs }: StreamDeps): () => Promise<void> {
  let due: Promise<void> | undefined;
  return () =>
    (due ??= clock
      .sleep(pollMs, signal)
      .catch(() => undefined)
      .finally(() => {
        due = undefined;
      }));
}
