import { showUrl } from '../../web-url.js';
import { nameOf } from '../facts/facts.js';
import type { Facts } from '../facts/facts.js';
import type { Link } from '../facts/follow-link.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import { isLost } from '../facts/trail.js';
import type { Check } from './check.js';

/** The fields of each version stand in `parse/v05.ts`, `parse/v1.ts` and `parse/v2.ts`. */
export const structure: Check = {
  code: 'STRUCTURE',
  asks: 'Has every document the fields its version asks for, each of the right kind?',
  ends: [
    { outcome: 'PASS', when: 'all have' },
    { outcome: 'WARN', when: 'one is written in an older way that is understood all the same' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'a field is missing or holds something else, or a hosted badge does not say where it is',
    },
  ],
  look(facts) {
    const { statement, reading, badgeClass, issuer } = facts;
    if (reading === undefined || statement === undefined) return aboutAddress(facts);
    const where = nameOf(statement);
    const results: readonly CheckResult[] = [
      ...(reading.kind === 'unreadable'
        ? reading.problems.map((problem) => fail('STRUCTURE', sentence(where, problem)))
        : reading.oddities.map((oddity) => warn('STRUCTURE', sentence(where, oddity)))),
      ...problemsIn('the badge class', badgeClass),
      ...problemsIn('the issuer', issuer),
    ];
    return results.length > 0 ? results : [pass('STRUCTURE')];
  },
};

/** In 0.5 that is no mistake, but then nobody can be asked. */
function aboutAddress({ trail, kind }: Facts): readonly CheckResult[] {
  return isLost(trail, 'no-address') && kind?.version !== 'V0_5'
    ? [fail('STRUCTURE', 'The badge does not say at which address it is hosted.')]
    : [];
}

function problemsIn(noun: string, link: Link<unknown> | undefined): readonly CheckResult[] {
  if (link?.kind !== 'unreadable') return [];
  const where = link.url === undefined ? noun : `${noun} at ${showUrl(link.url)}`;
  return link.problems.map((problem) => fail('STRUCTURE', sentence(where, problem)));
}

function sentence(where: string, clause: string): string {
  return `In ${where} ${clause}.`;
}
