import type { Session } from '../../src/store/index.js';
import type { CollectionLog } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { writeChange } from './write-changes.js';
import type { CollectionDeps, Edit } from './write-changes.js';

/** The port through which what befalls a badge reaches the collections that hold it. */
export function collectionLog(deps: CollectionDeps): CollectionLog {
  /** One transaction name for all the rows that one event writes. */
  async function inEach(
    badge: string,
    session: Session,
    plan: (before: CollectionDoc) => readonly Omit<Edit, 'by'>[],
  ): Promise<void> {
    const txn = deps.ids.make('txn');
    const holding = await deps.database
      .model(collectionModel)
      .find({ badges: badge }, null, { session })
      .sort({ _id: 1 })
      .lean<CollectionDoc[]>();
    for (const before of holding) {
      let current = before;
      for (const edit of plan(before)) {
        current = await writeChange(current, { ...edit, by: 'badge' }, txn, deps, session);
      }
    }
  }

  const without = (badge: string, { badges }: CollectionDoc) => {
    const position = badges.indexOf(badge);
    return {
      position,
      edit: {
        set: { badges: badges.toSpliced(position, 1) },
        change: { kind: 'BADGE_REMOVED', badge, position },
      },
    } as const;
  };

  return {
    badgeChanged: (badge, kind, session) =>
      inEach(badge, session, () => [{ set: {}, change: { kind, badge } }]),
    badgeRemoved: (badge, session) =>
      inEach(badge, session, (before) => [without(badge, before).edit]),
    badgeReplaced: (badge, by, session) =>
      inEach(badge, session, (before) => {
        const { position, edit } = without(badge, before);
        if (before.badges.includes(by)) return [edit];
        const badges = edit.set.badges.toSpliced(position, 0, by);
        return [edit, { set: { badges }, change: { kind: 'BADGE_ADDED', badge: by, position } }];
      }),
  };
}
