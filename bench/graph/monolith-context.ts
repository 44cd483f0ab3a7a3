import DataLoader from 'dataloader';
import type { Principal } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import { badgeLoader, issuerLoader } from '../../subgraphs/badge/badge.loader.js';
import { collectionLoader } from '../../subgraphs/collection/collection.loader.js';
import { earnerLoader } from '../../subgraphs/earner/account/earner.loader.js';
import type { ReportLog, SharedBadges } from '../../subgraphs/ports.js';

export interface MonolithDeps {
  readonly database: Database;
  readonly shared: SharedBadges;
  readonly reports: ReportLog;
}

/** What one request reads, each loader the one of the subgraph that owns the data. */
export function createContext(
  { database, shared, reports }: MonolithDeps,
  principal: Principal,
  requestId: string,
) {
  const context = { principal, requestId };
  return {
    ...context,
    collections: collectionLoader(database, context),
    earners: earnerLoader(database),
    // Whoever may see the badge may see its report, so one check serves both.
    badges: badgeLoader(database, shared, context),
    issuers: issuerLoader(database),
    reports: new DataLoader(async (badges: readonly string[]) => {
      const current = await reports.current(badges);
      return badges.map((badge) => current.get(badge) ?? null);
    }),
  };
}

export type MonolithContext = ReturnType<typeof createContext>;
