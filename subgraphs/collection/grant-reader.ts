import type { Principal } from '../../src/runtime/index.js';
import { clientBehind } from '../../src/policy/index.js';
import type { Database } from '../../src/store/index.js';
import { grantModel } from './grant.model.js';
import type { GrantDoc } from './grant.model.js';

/** Up to which change a displayer whose grant ended was allowed to know; undefined if it never had one. */
export type GrantEnd = (principal: Principal, collection: string) => Promise<number | undefined>;

export function grantEnd(database: Database): GrantEnd {
  return async (principal, collection) => {
    const displayer = clientBehind(principal, 'granted.read');
    if (displayer === undefined) return undefined;
    const last = await database
      .model(grantModel)
      .findOne({ collection, displayer })
      .sort({ grantedAt: -1 })
      .lean<GrantDoc>();
    return last?.revokedAtRev;
  };
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
