import { Refusal } from '../../src/errors.js';
import type { Visibility } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import type { CollectionLog, ReportLog } from '../ports.js';
import { badgeModel } from './badge.model.js';

export interface ChangeBadgeDeps {
  readonly database: Database;
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
  { database, collectionLog, reports }: ChangeBadgeDeps,
): Promise<void> {
  await database.transaction(async (session) => {
    const { deletedCount } = await database
      .model(badgeModel)
      .deleteOne({ _id: id, earner }, { session });
    if (deletedCount === 0) throw new Refusal('NOT_FOUND');
    await collectionLog.badgeRemoved(id, session);
    await reports.forget(id, session);
  });
}
