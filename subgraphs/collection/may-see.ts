import { coalesce } from '../../src/graphql/index.js';
import { earnerBehind, granteeBehind, mayActFor } from '../../src/policy/index.js';
import type { Grantee } from '../../src/policy/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import type { SharedBadges } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';

/** What decides who sees a collection. */
type Seen = Pick<CollectionDoc, 'owner' | 'displayers' | 'visibility' | 'deletedAt'>;

/** May this principal see the collection, given its id? Public and unlisted ones need no more. */
export function maySee(principal: Principal, collection: Seen): boolean {
  if (collection.deletedAt !== undefined) return false;
  if (collection.visibility !== 'PRIVATE') return true;
  return (
    mayActFor(principal, collection.owner, 'collections.read') || isGranted(principal, collection)
  );
}

function isGranted(principal: Principal, { owner, displayers = [] }: Seen): boolean {
  const grantee = granteeBehind(principal);
  return (
    grantee !== undefined &&
    displayers.includes(grantee.displayer) &&
    (grantee.owner ?? owner) === owner
  );
}

/** The port `sharedBadges`: badges some collection shows that this principal may see. */
export function sharedBadges(database: Database): SharedBadges {
  const { collection } = database.model(collectionModel);
  const read = coalesce<Principal, string, ReadonlySet<string>>(
    async (principal, ids) => {
      const owner = earnerBehind(principal, 'collections.read');
      const shown = { visibility: { $ne: 'PRIVATE' } };
      const grantee = granteeBehind(principal);
      const visible = {
        $or: [
          shown,
          ...(owner === undefined ? [] : [{ owner }]),
          ...(grantee === undefined ? [] : [grantedTo(grantee)]),
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
      JSON.stringify([earnerBehind(principal, 'collections.read'), granteeBehind(principal)]),
  );
  return { sharedBadges: read };
}

function grantedTo({ displayer, owner }: Grantee) {
  return { displayers: displayer, ...(owner !== undefined && { owner }) };
}
