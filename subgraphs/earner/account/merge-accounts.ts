import type { Database, Session } from '../../../src/store/index.js';
import type { Belongings, Notices } from '../../ports.js';
import { addressTokenModel } from '../addresses/address-token.model.js';
import { addressModel } from '../addresses/address.model.js';
import { identityModel } from '../identities/identity.model.js';
import { moveIssuerRules } from '../issuers/issuer-rules.js';
import { noticeModel } from '../notices/notice.model.js';
import { endSessionsOf } from '../sessions/sessions.js';
import { earnerModel } from './earner.model.js';
import { holdAccount } from './hold-account.js';

export interface MergeDeps {
  readonly database: Database;
  readonly belongings: readonly Belongings[];
  readonly notices: Notices;
}

const EVERYTHING_BUT_THE_STUMP = {
  displayName: 1,
  locale: 1,
  defaultVisibility: 1,
  emailDiscovery: 1,
  operator: 1,
  digestAt: 1,
} as const;

/**
 * Two accounts are one person's: everything of `from` goes to `to`, within the caller's transaction. What
 * she said about herself stays as `to` has it. The id of `from` leads to `to` from now on, and whoever is
 * signed in to it is not any more.
 */
export async function mergeAccounts(
  from: string,
  to: string,
  deps: MergeDeps,
  session: Session,
): Promise<void> {
  const { database, belongings, notices } = deps;
  await holdAccount(from, deps, session);
  for (const owner of belongings) await owner.move(from, to, session);
  await database
    .model(addressModel)
    .updateMany({ earner: from }, { $set: { earner: to, primary: false } }, { session });
  await database
    .model(noticeModel)
    .updateMany({ earner: from }, { $set: { earner: to } }, { session });
  await database
    .model(identityModel)
    .updateMany({ earner: from }, { $set: { earner: to } }, { session });
  await moveIssuerRules(from, to, deps, session);
  await database.model(addressTokenModel).deleteMany({ earner: from }, { session });
  await endSessionsOf(from, deps, session);
  const earners = database.model(earnerModel);
  await earners.updateOne(
    { _id: from },
    { $set: { mergedInto: to }, $unset: EVERYTHING_BUT_THE_STUMP },
    { session },
  );
  // Whoever knew an account that was merged into this one earlier finds her in one step, too.
  await earners.updateMany({ mergedInto: from }, { $set: { mergedInto: to } }, { session });
  const says =
    'Another account of yours was merged into this one, with its badges and collections.';
  await notices.tell(to, { kind: 'ACCOUNTS_MERGED', says }, session);
}
