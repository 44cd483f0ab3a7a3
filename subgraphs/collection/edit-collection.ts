import { Refusal } from '../../src/errors.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { writeChange } from './write-changes.js';
import type { CollectionDeps, Edit } from './write-changes.js';
import type { Session } from '../../src/store/index.js';

export interface EditTarget {
  readonly owner: string;
  readonly collection: string;
  /** The `rev` the owner believes she edits; undefined edits whatever is there. */
  readonly expectedRev?: number | undefined;
}

/**
 * The frame of every edit by the owner: one transaction that reads, lets `plan` say what changes
 * (undefined: nothing does) and writes it with its log row.
 * @throws Refusal NOT_FOUND unless it is hers; EDIT_CONFLICT when she edited it since `expectedRev` (a
 *   status change of a badge raises `rev`, too, but is no conflict)
 */
export async function editCollection(
  target: EditTarget,
  deps: CollectionDeps,
  plan: (before: CollectionDoc, session: Session) => Promise<Omit<Edit, 'by'> | undefined>,
): Promise<CollectionDoc> {
  const txn = deps.ids.make('txn');
  return deps.database.transaction(async (session) => {
    const before = await deps.database
      .model(collectionModel)
      .findOne(
        { _id: target.collection, owner: target.owner, deletedAt: { $exists: false } },
        null,
        { session },
      )
      .lean<CollectionDoc>();
    if (before === null) throw new Refusal('NOT_FOUND');
    const { expectedRev } = target;
    if (expectedRev !== undefined && (before.ownerRev > expectedRev || expectedRev > before.rev)) {
      throw new Refusal('EDIT_CONFLICT', undefined, { rev: before.rev });
    }
    const edit = await plan(before, session);
    if (edit === undefined) return before;
    return writeChange(before, { ...edit, by: 'owner' }, txn, deps, session);
  });
}
