import { Refusal } from '../../src/errors.js';
import { parseUrl } from '../../src/parse-url.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import { audited } from '../../src/store/index.js';
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
  const origin = parseUrl(issuer)?.origin;
  const names = origin === undefined ? [issuer] : [issuer, `${origin}/`];
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
  deps: BlockedIssuersDeps,
): Promise<void> {
  const blocked = deps.database.model(blockedIssuerModel);
  if (reason === undefined) {
    await audited({ by, action: 'unblockIssuerForHub', on: issuer }, deps, async (session) => {
      return (await blocked.deleteOne({ _id: issuer }, { session })).deletedCount === 1;
    });
    return;
  }
  const act = { by, action: 'blockIssuerForHub', on: issuer, details: reason.slice(0, 500) };
  await audited(act, deps, async (session) => {
    const change = { $set: { reason, since: deps.clock.now() } };
    await blocked.updateOne({ _id: issuer }, change, { upsert: true, session });
    return true;
  });
}
