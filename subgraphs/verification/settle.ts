import { isConclusive } from '../../src/openbadges/index.js';
import type { Report } from '../../src/openbadges/index.js';

/** After this long without a conclusive answer the last one no longer stands. */
export const PATIENCE_MS = 30 * 86_400_000;

export interface Standing extends Report {
  readonly unreachableSince?: Date;
}

/**
 * What stands after a badge was checked again. A conclusive answer stands. While the issuer cannot be
 * reached the last conclusive verdict stands, with its date and an UNREACHABLE finding, and becomes
 * UNVERIFIABLE after 30 days: a badge does not flap because a server is down for a night. That its time
 * is over needs no issuer.
 */
export function settle(
  last: Standing | undefined,
  fresh: Report,
  { at, expires }: { readonly at: Date; readonly expires?: Date | undefined },
): Standing {
  if (isConclusive(fresh) || last === undefined) return fresh;
  const unreachableSince = last.unreachableSince ?? at;
  const patient = at.getTime() - unreachableSince.getTime() < PATIENCE_MS;
  if (!isConclusive(last) || !patient) return { ...fresh, unreachableSince };
  const standing = last.findings.filter(({ outcome }) => outcome !== 'UNREACHABLE');
  const why = fresh.findings.find(({ outcome }) => outcome === 'UNREACHABLE');
  const over = last.verdict === 'VALID' && expires !== undefined && expires < at;
  return {
    ...last,
    unreachableSince,
    ...(over && { verdict: 'EXPIRED' as const }),
    findings: [
      ...standing,
      {
        check: why?.check ?? 'FETCH',
        outcome: 'UNREACHABLE',
        because: `The issuer could not be asked again; what it said before still stands.`,
      },
    ],
  };
}

/** Does the last answer go on standing, for want of a new one? Then so does what it rests on. */
export function isCarriedOn(standing: Standing, fresh: Report): boolean {
  return standing.findings !== fresh.findings;
}

/** Did a displayer's picture of the badge change? */
export function saysOtherwise(last: Report | undefined, now: Report): boolean {
  return last?.verdict !== now.verdict;
}
