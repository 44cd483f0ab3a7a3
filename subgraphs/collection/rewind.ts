import type { Change } from './write-changes.js';

/**
 * The badges of a collection as they were before the given changes (newest first): undoes one after the
 * other, so that all pages of a snapshot are of the same `rev`.
 */
export function rewind(
  badges: readonly string[],
  newestFirst: readonly Change[],
): readonly string[] {
  return newestFirst.reduce(undo, badges);
}

function undo(
  badges: readonly string[],
  { kind, badge, position, from }: Change,
): readonly string[] {
  if (badge === undefined || position === undefined) return badges;
  switch (kind) {
    case 'BADGE_ADDED':
      return badges.toSpliced(position, 1);
    case 'BADGE_REMOVED':
      return badges.toSpliced(position, 0, badge);
    case 'REORDERED':
      return badges.toSpliced(position, 1).toSpliced(from ?? position, 0, badge);
    case 'BADGE_STATUS':
    case 'BADGE_UPDATED':
    case 'META':
      return badges;
  }
}
