import { nameOf } from '../facts/facts.js';
import { fail, pass } from '../result.js';
import type { Check } from './check.js';

/** How far an issuer's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 300_000;

/** No skew is granted at the end, which the issuer chose. */
export const life: Check = {
  code: 'TIME',
  asks: 'Is the badge within its life at the moment in question?',
  ends: [
    { outcome: 'PASS', when: 'it is; a badge without an end never expires' },
    {
      outcome: 'FAIL',
      verdict: 'NOT_YET_VALID',
      when: 'it is dated more than five minutes ahead',
    },
    { outcome: 'FAIL', verdict: 'EXPIRED', when: 'its end is past' },
  ],
  look({ statement, reading }, { at }) {
    if (reading?.kind !== 'read' || statement === undefined) return [];
    const where = nameOf(statement);
    const { issuedOn, expires } = reading.part;
    if (issuedOn !== undefined && issuedOn.at.getTime() > at.getTime() + CLOCK_SKEW_MS) {
      const because = `By "issuedOn" of ${where} it is issued on ${issuedOn.at.toISOString()}, which is still to come.`;
      return [fail('TIME', because, 'NOT_YET_VALID')];
    }
    if (expires !== undefined && expires.at.getTime() < at.getTime()) {
      const because = `By "expires" of ${where} it ended on ${expires.at.toISOString()}.`;
      return [fail('TIME', because, 'EXPIRED')];
    }
    return [pass('TIME')];
  },
};
