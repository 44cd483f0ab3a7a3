import { earnerBehind } from '../../src/policy/index.js';
import type { Database } from '../../src/store/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { BadgeVisibility, SharedBadges } from '../ports.js';
import { badgeRows } from './badge-rows.js';
import type { BadgeDoc } from './badge.model.js';

type Seen = Pick<BadgeDoc, '_id' | 'earner' | 'visibility'>;

/**
 * Of badges already read, those this principal may see: her own, PUBLIC and UNLISTED ones by their id,
 * and what a collection shows that she may see. Asks the collections only about the rest.
 */
export async function seenBy(
  principal: Principal,
  badges: readonly Seen[],
  shared: SharedBadges,
): Promise<ReadonlySet<string>> {
  const self = earnerBehind(principal, 'badges.read');
  const seen = new Set<string>();
  const doubtful: string[] = [];
  for (const badge of badges) {
    if (badge.earner === self || badge.visibility !== 'PRIVATE') seen.add(badge._id);
    else doubtful.push(badge._id);
  }
  if (doubtful.length === 0) return seen;
  for (const id of await shared.sharedBadges(principal, doubtful)) seen.add(id);
  return seen;
}

/** The port `visibleBadges`: the one answer to "who may see this badge", for all subgraphs. */
export function badgeVisibility(database: Database, shared: SharedBadges): BadgeVisibility {
  const read = badgeRows(database);
  return {
    async visibleBadges(principal, ids) {
      const rows = await read(ids);
      const asked = ids.flatMap((id) => rows.get(id) ?? []);
      return seenBy(principal, asked, shared);
    },
  };
}
