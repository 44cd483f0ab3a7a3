import { Refusal } from '../../src/errors.js';
import type { BadgeOwners } from '../ports.js';
import type { CollectionDoc } from './collection.model.js';
import { editCollection } from './edit-collection.js';
import type { EditTarget } from './edit-collection.js';
import type { CollectionDeps } from './write-changes.js';

const MAX_BADGES = 1_000;

/**
 * Shows a badge to whoever may see the collection. A badge that is in it already stays where it is.
 * @throws Refusal NOT_FOUND (collection or badge is not hers), EDIT_CONFLICT, COLLECTION_FULL, BAD_INPUT
 */
export function addBadge(
  target: EditTarget,
  badge: string,
  position: number | undefined,
  deps: CollectionDeps & { readonly badges: BadgeOwners },
): Promise<CollectionDoc> {
  return editCollection(target, deps, async ({ badges }, session) => {
    if (!(await deps.badges.holdBadge(target.owner, badge, session)))
      throw new Refusal('NOT_FOUND');
    if (badges.includes(badge)) return undefined;
    if (badges.length >= MAX_BADGES) throw new Refusal('COLLECTION_FULL');
    const at = checkedPosition(position ?? badges.length, badges.length);
    return {
      set: { badges: badges.toSpliced(at, 0, badge) },
      change: { kind: 'BADGE_ADDED', badge, position: at },
    };
  });
}

/** A badge that is not in it is no error. @throws Refusal NOT_FOUND, EDIT_CONFLICT */
export function removeBadge(
  target: EditTarget,
  badge: string,
  deps: CollectionDeps,
): Promise<CollectionDoc> {
  return editCollection(target, deps, ({ badges }) => {
    const at = badges.indexOf(badge);
    if (at === -1) return Promise.resolve(undefined);
    return Promise.resolve({
      set: { badges: badges.toSpliced(at, 1) },
      change: { kind: 'BADGE_REMOVED', badge, position: at },
    });
  });
}

/** @throws Refusal NOT_FOUND (also for a badge that is not in it), EDIT_CONFLICT, BAD_INPUT */
export function moveBadge(
  target: EditTarget,
  badge: string,
  position: number,
  deps: CollectionDeps,
): Promise<CollectionDoc> {
  return editCollection(target, deps, ({ badges }) => {
    const from = badges.indexOf(badge);
    if (from === -1) throw new Refusal('NOT_FOUND');
    const to = checkedPosition(position, badges.length - 1);
    if (to === from) return Promise.resolve(undefined);
    return Promise.resolve({
      set: { badges: badges.toSpliced(from, 1).toSpliced(to, 0, badge) },
      change: { kind: 'REORDERED', badge, position: to, from },
    });
  });
}

/** Positions count from 0. */
function checkedPosition(position: number, max: number): number {
  if (position >= 0 && position <= max) return position;
  throw new Refusal('BAD_INPUT', `position has to be between 0 and ${String(max)}.`, {
    field: 'position',
  });
}
