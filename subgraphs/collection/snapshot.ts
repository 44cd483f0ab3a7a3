import { z } from 'zod';
import { Refusal } from '../../src/errors.js';
import type { CursorCodec } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import { collectionChangeModel } from './collection-change.model.js';
import type { CollectionChangeDoc } from './collection-change.model.js';
import type { CollectionDoc } from './collection.model.js';
import { rewind } from './rewind.js';

/** A page of the badges of a collection, all pages as of the `rev` of the first one. */
export interface SnapshotPage {
  /** One more than asked for if there are more. */
  readonly badges: readonly string[];
  /** Where the page starts. */
  readonly start: number;
  readonly rev: number;
}

/** Whoever pages so slowly that more happened meanwhile starts again. */
const MOST_REWOUND = 1_000;

const placeShape = z.object({ e: z.string(), r: z.number().int(), p: z.number().int() });
const listOf = (collection: string): string => `snapshot ${collection}`;

export function snapshotPageCursor(
  cursors: CursorCodec,
  { _id, epoch }: CollectionDoc,
  rev: number,
  position: number,
): string {
  return cursors.encode(listOf(_id), { e: epoch, r: rev, p: position });
}

/**
 * @throws Refusal BAD_CURSOR also when the collection was made private meanwhile, or the first page is so
 *   old that the log does not reach back to it
 */
export async function snapshotPage(
  collection: CollectionDoc,
  page: { readonly first: number; readonly after: string | undefined },
  deps: { readonly database: Database; readonly cursors: CursorCodec },
): Promise<SnapshotPage> {
  const upTo = (start: number) => start + page.first + 1;
  if (page.after === undefined) {
    return { badges: collection.badges.slice(0, upTo(0)), start: 0, rev: collection.rev };
  }
  const place = deps.cursors.decode(listOf(collection._id), page.after, placeShape);
  if (place.e !== collection.epoch) throw new Refusal('BAD_CURSOR');
  const badges = await badgesAt(place.r, collection, deps.database);
  const start = place.p + 1;
  return { badges: badges.slice(start, upTo(start)), start, rev: place.r };
}

async function badgesAt(
  rev: number,
  collection: CollectionDoc,
  database: Database,
): Promise<readonly string[]> {
  if (rev === collection.rev) return collection.badges;
  if (collection.rev - rev > MOST_REWOUND) throw new Refusal('BAD_CURSOR');
  const since = await database
    .model(collectionChangeModel)
    .find({ collection: collection._id, rev: { $gt: rev, $lte: collection.rev } })
    .sort({ rev: -1 })
    .lean<CollectionChangeDoc[]>();
  if (since.length !== collection.rev - rev) throw new Refusal('BAD_CURSOR');
  return rewind(collection.badges, since);
}
