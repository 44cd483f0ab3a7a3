import type { Session } from '../../src/store/index.js';
import type { Belongings } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { grantModel } from './grant.model.js';
import { asDeleted } from './describe-collection.js';
import { writeChange } from './write-changes.js';
import type { CollectionDeps, Edit } from './write-changes.js';

/** What the collection subgraph keeps for an earner. Displayers are told of each change. */
export function collectionBelongings(deps: CollectionDeps): Belongings {
  const collections = deps.database.model(collectionModel);
  const grants = deps.database.model(grantModel);

  async function inEach(earner: string, session: Session, plan: () => Omit<Edit, 'by'>) {
    const txn = deps.ids.make('txn');
    const hers = await collections
      .find({ owner: earner, deletedAt: { $exists: false } }, null, { session })
      .sort({ _id: 1 })
      .lean<CollectionDoc[]>();
    for (const before of hers) {
      await writeChange(before, { ...plan(), by: 'owner' }, txn, deps, session);
    }
  }

  return {
    async move(from, to, session) {
      await inEach(from, session, () => ({ set: { owner: to }, change: { kind: 'META' } }));
      await collections.updateMany({ owner: from }, { $set: { owner: to } }, { session });
      await grants.updateMany({ owner: from }, { $set: { owner: to } }, { session });
    },
    async erase(earner, session) {
      await inEach(earner, session, () => asDeleted(deps));
      await grants.deleteMany({ owner: earner }, { session });
      // The stumps stay for displayers, but name nobody.
      await collections.updateMany({ owner: earner }, { $set: { owner: 'nobody' } }, { session });
    },
    async tell(earner) {
      const hers = await collections
        .find({ owner: earner, deletedAt: { $exists: false } })
        .sort({ createdAt: 1 })
        .lean<CollectionDoc[]>();
      return {
        collections: hers.map((row) => ({
          id: row._id,
          name: row.name,
          description: row.description,
          visibility: row.visibility,
          rev: row.rev,
          createdAt: row.createdAt,
          updatedAt: row.updatedAt,
          badges: row.badges,
          displayers: row.displayers ?? [],
        })),
      };
    },
  };
}
