import type { EndorsementReport } from '../../report.js';
import type { CheckResult } from '../result.js';
import { pass, warn } from '../result.js';
import type { Check } from './check.js';

const NOUNS = { ASSERTION: 'badge', BADGE_CLASS: 'badge class', ISSUER: 'issuer' } as const;

/**
 * Each has a report of its own; what a third party says of a badge makes it neither better nor worse.
 * Source: Open Badges 2.0, "Endorsement".
 */
export const endorsements: Check = {
  code: 'ENDORSEMENT',
  asks: 'Are the endorsements what they seem?',
  ends: [
    { outcome: 'PASS', when: 'one is VALID; there is one result for each' },
    { outcome: 'WARN', when: 'one is not' },
  ],
  look: ({ endorsements: found }) =>
    found.flatMap(({ report }) => (report === undefined ? [] : [resultOf(report)])),
};

function resultOf({ about, verdict }: EndorsementReport): CheckResult {
  return verdict === 'VALID'
    ? pass('ENDORSEMENT')
    : warn('ENDORSEMENT', `An endorsement of the ${NOUNS[about]} is ${verdict}.`);
}
