import { Refusal } from '../../src/errors.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import { writeAudit } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { blockedIssuerModel } from './blocked-issuer.model.js';
import type { BlockedIssuerDoc } from './blocked-issuer.model.js';

export interface BlockedIssuersDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Refuses what an issuer pushes that an operator blocked, by its profile or by everything on its origin.
 * An earner's own import is hers and not asked about.
 * @throws Refusal ISSUER_BLOCKED
 */
export async function refuseBlocked(
  issuer: string,
  { database }: Pick<BlockedIssuersDeps, 'database'>,
): Promise<void> {
  const names = URL.canParse(issuer) ? [issuer, `${new URL(issuer).origin}/`] : [issuer];
  const found = await database.model(blockedIssuerModel).exists({ _id: { $in: names } });
  if (found !== null) throw new Refusal('ISSUER_BLOCKED');
}

/** All blocked issuers, the newest first. */
export async function blockedIssuers(database: Database): Promise<readonly BlockedIssuerDoc[]> {
  return database.model(blockedIssuerModel).find().sort({ since: -1 }).lean<BlockedIssuerDoc[]>();
}

/** Blocks an issuer for the whole hub, or takes that back; noted in the audit log. */
export async function setIssuerBlocked(
  by: string,
  issuer: string,
  reason: string | undefined,
  { database, clock, ids }: BlockedIssuersDeps,
): Promise<void> {
  const at = clock.now();
  const entry = { _id: ids.make('aud'), at, by, on: issuer };
  await database.transaction(async (session) => {
    const blocked = database.model(blockedIssuerModel);
    if (reason === undefined) {
      const { deletedCount } = await blocked.deleteOne({ _id: issuer }, { session });
      if (deletedCount === 0) throw new Refusal('NOT_FOUND');
      await writeAudit({ ...entry, action: 'unblockIssuerForHub' }, database, session);
      return;
    }
    const change = { $set: { reason, since: at } };
    await blocked.updateOne({ _id: issuer }, change, { upsert: true, session });
    const details = reason.slice(0, 500);
    await writeAudit({ ...entry, action: 'blockIssuerForHub', details }, database, session);
  });
}
