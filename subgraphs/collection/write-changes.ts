import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import { collectionChangeModel } from './collection-change.model.js';
import type { CollectionChangeDoc } from './collection-change.model.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';

export interface CollectionDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type Change = Pick<CollectionChangeDoc, 'kind' | 'badge' | 'position' | 'from'>;

export interface Edit {
  readonly set: Partial<
    Pick<
      CollectionDoc,
      | 'owner'
      | 'displayers'
      | 'name'
      | 'description'
      | 'visibility'
      | 'epoch'
      | 'badges'
      | 'deletedAt'
    >
  >;
  readonly change: Change;
  /** An edit of the owner's, or something that befell it otherwise? */
  readonly by: 'owner' | 'badge';
}

/**
 * Writes one change of a collection: the next `rev`, and its row in the log. Whoever else writes to the
 * same collection meanwhile makes one of the two transactions start again, so no number is lost or double.
 */
export async function writeChange(
  before: CollectionDoc,
  { set, change, by }: Edit,
  txn: string,
  { database, clock }: CollectionDeps,
  session: Session,
): Promise<CollectionDoc> {
  const at = clock.now();
  const rev = before.rev + 1;
  const fresh = { ...set, rev, updatedAt: at, ...(by === 'owner' && { ownerRev: rev }) };
  const { matchedCount } = await database
    .model(collectionModel)
    .updateOne({ _id: before._id, rev: before.rev }, { $set: fresh }, { session });
  if (matchedCount === 0) throw new Error(`collection ${before._id} changed within a transaction`);
  const after = { ...before, ...fresh };
  await database.model(collectionChangeModel).create(
    [
      {
        _id: `${after._id}:${String(rev)}`,
        collection: after._id,
        epoch: after.epoch,
        rev,
        ...(after.visibility !== 'PRIVATE' && { shown: true as const }),
        ...change,
        at,
        txn,
      },
    ],
    { session },
  );
  return after;
}
