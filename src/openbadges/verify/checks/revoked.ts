import { fail, pass } from '../result.js';
import type { Check } from './check.js';

/**
 * Only the issuer's own server takes a hosted badge back, so a handed-in copy is not asked. A revoked
 * one may shrink to `id` and `revoked` (2.0, "Assertion"), so this does not need to know the version.
 */
export const notRevoked: Check = {
  code: 'REVOKED',
  asks: 'Does the hosted badge say that it is revoked?',
  ends: [
    { outcome: 'PASS', when: '`revoked` is absent or false' },
    { outcome: 'FAIL', verdict: 'REVOKED', when: '`revoked` is true' },
    { outcome: 'FAIL', verdict: 'INVALID', when: '`revoked` is neither true nor false' },
  ],
  look({ statement }) {
    if (statement?.form !== 'hosted') return [];
    const { revoked } = statement.document;
    if (revoked === undefined || revoked === false) return [pass('REVOKED')];
    return revoked === true
      ? [fail('REVOKED', 'Its issuer has revoked this badge.', 'REVOKED')]
      : [fail('REVOKED', 'The field "revoked" of the assertion is neither true nor false.')];
  },
};
