import { showUrl } from '../../web-url.js';
import type { Link } from '../follow-link.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import type { Check } from './check.js';

/** `STRUCTURE`: has every document the fields its version asks for, each of the right kind? */
export const structure: Check = ({ reading, assertion, badgeClass, issuer }) => {
  const where = `the assertion at ${showUrl(assertion.askedUrl)}`;
  const results: readonly CheckResult[] = [
    ...(reading.kind === 'unreadable'
      ? reading.problems.map((problem) => fail('STRUCTURE', sentence(where, problem)))
      : reading.oddities.map((oddity) => warn('STRUCTURE', sentence(where, oddity)))),
    ...problemsIn('the badge class', badgeClass),
    ...problemsIn('the issuer', issuer),
  ];
  return results.length > 0 ? results : [pass('STRUCTURE')];
};

function problemsIn(noun: string, link: Link<unknown> | undefined): readonly CheckResult[] {
  if (link?.kind !== 'unreadable') return [];
  const where = link.url === undefined ? noun : `${noun} at ${showUrl(link.url)}`;
  return link.problems.map((problem) => fail('STRUCTURE', sentence(where, problem)));
}

function sentence(where: string, clause: string): string {
  return `In ${where} ${clause}.`;
}
