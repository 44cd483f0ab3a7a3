import type { NewNotice } from '../ports.js';
import type { Standing } from './settle.js';

type News = Omit<NewNotice, 'badge'>;

/**
 * What the owner of a badge should hear of after a check: what was not so at the check before. A badge
 * that stays revoked, expired or changed is told of once.
 */
export function whatIsNews(before: Standing, now: Standing): readonly News[] {
  const change = changeIn(now);
  return [
    ...(change !== undefined && changeIn(before) === undefined
      ? [{ kind: 'BADGE_CHANGED' as const, says: `${change} Your own copy stays as it was.` }]
      : []),
    ...(now.verdict === 'REVOKED' && before.verdict !== 'REVOKED'
      ? [{ kind: 'BADGE_REVOKED' as const, says: 'The issuer took this badge back.' }]
      : []),
    ...(now.verdict === 'EXPIRED' && before.verdict !== 'EXPIRED'
      ? [{ kind: 'BADGE_EXPIRED' as const, says: 'The time this badge was issued for is over.' }]
      : []),
  ];
}

function changeIn({ findings }: Standing): string | undefined {
  const found = findings.find(({ check, outcome }) => check === 'CHANGED' && outcome !== 'PASS');
  return found && (found.because ?? 'The issuer changed this badge after it was accepted.');
}
