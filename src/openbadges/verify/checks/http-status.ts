import { showUrl } from '../../web-url.js';
import type { CheckResult } from '../result.js';
import { fail, pass, unreachable } from '../result.js';
import { stepsOf } from '../facts/trail.js';
import type { Check } from './check.js';

/** Source: Open Badges 1.0, "Badge Revocation"; the reference validator of 2.0 ignores the status. */
export const httpStatus: Check = {
  code: 'HTTP_STATUS',
  asks: 'Did the server answer with the badge?',
  ends: [
    { outcome: 'PASS', when: 'the status is 200, redirects followed' },
    { outcome: 'FAIL', verdict: 'REVOKED', when: 'the status is 410' },
    {
      outcome: 'UNREACHABLE',
      verdict: 'UNVERIFIABLE',
      when: 'it is any other, 404 and 500 included',
    },
  ],
  look({ trail }) {
    const statuses = stepsOf(trail, 'asked').flatMap(({ url, answer }) =>
      answer?.kind === 'answered' ? [{ url, status: answer.status }] : [],
    );
    const troubles = statuses.filter(({ status }) => status !== 200);
    if (troubles.length > 0) return troubles.map(resultOf);
    return statuses.length > 0 ? [pass('HTTP_STATUS')] : [];
  },
};

function resultOf({ url, status }: { url: string; status: number }): CheckResult {
  const where = showUrl(url);
  return status === 410
    ? fail('HTTP_STATUS', `${where} answers that the badge is gone (410).`, 'REVOKED')
    : unreachable('HTTP_STATUS', `${where} answers with status ${String(status)}.`);
}
