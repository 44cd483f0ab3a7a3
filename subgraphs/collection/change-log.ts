import type { Database } from '../../src/store/index.js';
import { collectionChangeModel } from './collection-change.model.js';
import type { CollectionChangeDoc } from './collection-change.model.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';

/** Where a collection stands, without its content. */
export type Head = Pick<
  CollectionDoc,
  '_id' | 'owner' | 'displayers' | 'visibility' | 'rev' | 'epoch' | 'deletedAt'
>;

export interface LogPage {
  readonly head: Head;
  /** Rows behind the asked `rev`, in order, none newer than `head`. */
  readonly rows: readonly CollectionChangeDoc[];
}

export interface ChangeLog {
  /** Null when there is no such collection, and not even a stump of it. */
  readAfter(collection: string, rev: number, limit: number): Promise<LogPage | null>;
}

const HEAD = {
  projection: { owner: 1, displayers: 1, visibility: 1, rev: 1, epoch: 1, deletedAt: 1 },
};

/**
 * Reads the head first and the rows after it: then a row that is missing up to the head was pruned, and
 * was not merely written in between. Readers at the same place at the same moment share one reading, so
 * that a thousand subscribers of one collection cost one.
 */
export function createChangeLog(database: Database): ChangeLog {
  const heads = database.model(collectionModel).collection;
  const changes = database.model(collectionChangeModel).collection;
  const waiting = new Map<string, Promise<LogPage | null>>();

  async function read(collection: string, rev: number, limit: number): Promise<LogPage | null> {
    const head = await heads.findOne<Head>({ _id: collection as never }, HEAD);
    if (head === null) return null;
    if (head.rev <= rev) return { head, rows: [] };
    const rows = await changes
      .find<CollectionChangeDoc>({ collection, rev: { $gt: rev, $lte: head.rev } })
      .sort({ rev: 1 })
      .limit(limit)
      .toArray();
    return { head, rows };
  }

  return {
    readAfter(collection, rev, limit) {
      const key = `${collection} ${String(rev)} ${String(limit)}`;
      const known = waiting.get(key);
      if (known) return known;
      const reading = new Promise<LogPage | null>((resolve) => {
        setImmediate(() => {
          waiting.delete(key);
          resolve(read(collection, rev, limit));
        });
      });
      waiting.set(key, reading);
      return reading;
    },
  };
}
