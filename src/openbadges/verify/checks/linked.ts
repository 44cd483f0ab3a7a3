import { showUrl } from '../../web-url.js';
import type { Facts } from '../facts/facts.js';
import type { Link } from '../facts/follow-link.js';
import type { CheckResult } from '../result.js';
import { fail, pass, unreachable, warn } from '../result.js';
import type { Check } from './check.js';

/** That one of them answers 410 says nothing about this badge, so it only makes it unverifiable. */
export const linked: Check = {
  code: 'LINKED',
  asks: 'Could the badge class and the issuer be had from their own addresses?',
  ends: [
    { outcome: 'PASS', when: 'both could; 0.5 and signed badges may bring the badge class along' },
    {
      outcome: 'WARN',
      when: 'a hosted badge brings its badge class along without an address, or versions are mixed',
    },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'one has no address or is no JSON object' },
    {
      outcome: 'UNREACHABLE',
      verdict: 'UNVERIFIABLE',
      when: 'one gave no answer, or not with 200',
    },
  ],
  look(facts) {
    const { reading, badgeClass, issuer } = facts;
    if (reading?.kind !== 'read') return [];
    const results = [
      ...about('badge class', badgeClass),
      ...about('issuer', issuer),
      ...odd(facts),
    ];
    return results.length > 0 ? results : [pass('LINKED')];
  },
};

function odd({ statement, kind, badgeClass, issuer }: Facts): readonly CheckResult[] {
  const isHosted = statement?.form === 'hosted' && kind?.version !== 'V0_5';
  const isInside = badgeClass?.kind === 'read' && badgeClass.fetched === undefined;
  const versions = [badgeClass, issuer].flatMap((link) =>
    link?.kind === 'read' ? [link.version] : [],
  );
  return [
    ...(isHosted && isInside
      ? [warn('LINKED', 'The badge class has no address: it is part of the assertion.')]
      : []),
    ...(versions.some((other) => other !== kind?.version)
      ? [warn('LINKED', 'The documents of this badge are of different versions.')]
      : []),
  ];
}

function about(noun: string, link: Link<unknown> | undefined): readonly CheckResult[] {
  if (link === undefined || link.kind === 'read' || link.kind === 'unreadable') return [];
  const where = link.url === undefined ? '' : ` at ${showUrl(link.url)}`;
  if (link.kind === 'broken') return [fail('LINKED', `The ${noun}${where} ${link.because}.`)];
  const status = link.kind === 'unreachable' ? link.status : undefined;
  const because =
    status === undefined ? 'could not be fetched' : `answers with status ${String(status)}`;
  return [unreachable('LINKED', `The ${noun}${where} ${because}.`)];
}
