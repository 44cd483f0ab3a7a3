import type { Session } from '../../src/store/index.js';
import type { CollectionLog } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { writeChange } from './write-changes.js';
import type { CollectionDeps, Edit } from './write-changes.js';

/** The port through which what befalls a badge reaches the collections that hold it. */
export function collectionLog(deps: CollectionDeps): CollectionLog {
  async function inEach(
    badge: string,
    session: Session,
    plan: (before: CollectionDoc) => Omit<Edit, 'by'>,
  ): Promise<void> {
    const txn = deps.ids.make('txn');
    const holding = await deps.database
      .model(collectionModel)
      .find({ badges: badge }, null, { session })
      .lean<CollectionDoc[]>();
    for (const before of holding) {
      await writeChange(before, { ...plan(before), by: 'badge' }, txn, deps, session);
    }
  }

  return {
    badgeChanged: (badge, kind, session) =>
      inEach(badge, session, () => ({ set: {}, change: { kind, badge } })),
    badgeRemoved: (badge, session) =>
      inEach(badge, session, ({ badges }) => {
        const position = badges.indexOf(badge);
        return {
          set: { badges: badges.toSpliced(position, 1) },
          change: { kind: 'BADGE_REMOVED', badge, position },
        };
      }),
    badgeReplaced: (badge, by, session) =>
      inEach(badge, session, ({ badges }) => {
        const position = badges.indexOf(badge);
        const without = badges.toSpliced(position, 1);
        return {
          set: { badges: badges.includes(by) ? without : without.toSpliced(position, 0, by) },
          change: { kind: 'BADGE_REMOVED', badge, position },
        };
      }),
  };
}
