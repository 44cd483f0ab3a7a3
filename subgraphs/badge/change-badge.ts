import { Refusal } from '../../src/errors.js';
import type { Visibility } from '../../src/graphql/index.js';
import type { CollectionLog, ReportLog } from '../ports.js';
import { badgeModel } from './badge.model.js';
import { withdrawAllOf } from './sending/withdraw-badge.js';
import type { WithdrawDeps } from './sending/withdraw-badge.js';
import { letGoOf } from './pictures/keep-pictures.js';

export interface ChangeBadgeDeps extends WithdrawDeps {
  readonly collectionLog: CollectionLog;
  readonly reports: ReportLog;
}

/**
 * Who may read her badge by its id. Collections that hold it tell their displayers.
 * @throws Refusal NOT_FOUND unless it is hers
 */
export async function setBadgeVisibility(
  earner: string,
  id: string,
  wanted: { readonly visibility: Visibility; readonly revealRecipient: boolean },
  { database, collectionLog }: ChangeBadgeDeps,
): Promise<void> {
  await database.transaction(async (session) => {
    const before = await database
      .model(badgeModel)
      .findOneAndUpdate(
        { _id: id, earner },
        { $set: wanted },
        { session, returnDocument: 'before' },
      )
      .lean();
    if (before === null) throw new Refusal('NOT_FOUND');
    const same =
      before.visibility === wanted.visibility && before.revealRecipient === wanted.revealRecipient;
    if (!same) await collectionLog.badgeChanged(id, 'BADGE_UPDATED', session);
  });
}

/**
 * Takes a badge out of her backpack and out of every collection, in one transaction.
 * @throws Refusal NOT_FOUND unless it is hers
 */
export async function removeBadge(
  earner: string,
  id: string,
  deps: ChangeBadgeDeps,
): Promise<void> {
  const { database, collectionLog, reports } = deps;
  await database.transaction(async (session) => {
    const removed = await database
      .model(badgeModel)
      .findOneAndDelete({ _id: id, earner }, { session, projection: { picture: 1 } })
      .lean();
    if (removed === null) throw new Refusal('NOT_FOUND');
    if (removed.picture !== undefined) await letGoOf(removed.picture, deps, session);
    await collectionLog.badgeRemoved(id, session);
    await withdrawAllOf(id, deps, session);
    await reports.forget(id, session);
  });
}
