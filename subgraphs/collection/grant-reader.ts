import { granteeBehind } from '../../src/policy/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import { grantModel } from './grant.model.js';
import type { GrantDoc } from './grant.model.js';

/** From which change to which one somebody may know a private collection. */
export type Granted = Pick<GrantDoc, 'grantedAtRev' | 'revokedAtRev'>;

/** The grants of a collection that this principal ever had, ended ones too. */
export type GrantsTo = (principal: Principal, collection: string) => Promise<readonly Granted[]>;

export function grantsTo(database: Database): GrantsTo {
  return async (principal, collection) => {
    const grantee = granteeBehind(principal);
    if (grantee === undefined) return [];
    return database
      .model(grantModel)
      .find({ collection, ...grantee })
      .lean<GrantDoc[]>();
  };
}

/** Was the change of this `rev` made while one of these grants held? */
export function isWithin(grants: readonly Granted[], rev: number): boolean {
  return grants.some(
    ({ grantedAtRev = 0, revokedAtRev = Infinity }) => rev > grantedAtRev && rev <= revokedAtRev,
  );
}

/** Grants of collections, the newest first. */
export async function grantsOf(
  collections: readonly string[],
  database: Database,
): Promise<readonly GrantDoc[]> {
  return database
    .model(grantModel)
    .find({ collection: { $in: [...collections] } })
    .sort({ grantedAt: -1, _id: -1 })
    .lean<GrantDoc[]>();
}
