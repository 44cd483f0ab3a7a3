import { coalesce } from '../../src/graphql/index.js';
import { clientBehind, earnerBehind, mayActFor } from '../../src/policy/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import type { SharedBadges } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';

/** May this principal see the collection, given its id? Public and unlisted ones need no more. */
export function maySee(
  principal: Principal,
  collection: Pick<CollectionDoc, 'owner' | 'displayers' | 'visibility' | 'deletedAt'>,
): boolean {
  if (collection.deletedAt !== undefined) return false;
  if (collection.visibility !== 'PRIVATE') return true;
  if (mayActFor(principal, collection.owner, 'collections.read')) return true;
  const displayer = clientBehind(principal, 'granted.read');
  return displayer !== undefined && collection.displayers?.includes(displayer) === true;
}

/** The port `sharedBadges`: badges some collection shows that this principal may see. */
export function sharedBadges(database: Database): SharedBadges {
  const { collection } = database.model(collectionModel);
  const read = coalesce<Principal, string, ReadonlySet<string>>(
    async (principal, ids) => {
      const owner = earnerBehind(principal, 'collections.read');
      const shown = { visibility: { $ne: 'PRIVATE' } };
      const displayer = clientBehind(principal, 'granted.read');
      const visible = {
        $or: [
          shown,
          ...(owner === undefined ? [] : [{ owner }]),
          ...(displayer === undefined ? [] : [{ displayers: displayer }]),
        ],
      };
      const rows = await collection
        .aggregate<{ badges: string[] }>([
          { $match: { badges: { $in: ids }, ...visible } },
          { $project: { _id: 0, badges: { $setIntersection: ['$badges', ids] } } },
        ])
        .toArray();
      return new Set(rows.flatMap(({ badges }) => badges));
    },
    (principal) =>
      `${earnerBehind(principal, 'collections.read') ?? ''} ${clientBehind(principal, 'granted.read') ?? ''}`,
  );
  return { sharedBadges: read };
}
