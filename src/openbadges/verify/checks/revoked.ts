import { nameOf } from '../facts/facts.js';
import { fail, pass } from '../result.js';
import type { Check } from './check.js';

/**
 * Only the issuer's own server takes a hosted badge back, so a handed-in copy is not asked. A revoked
 * one may shrink to `id` and `revoked` (2.0, "Assertion"), so this does not need to know the version.
 * Signed ones are revoked by a list; should one say it of itself all the same, its issuer wrote that.
 */
export const notRevoked: Check = {
  code: 'REVOKED',
  asks: 'Does the badge say of itself that it is revoked?',
  ends: [
    { outcome: 'PASS', when: '`revoked` is absent or false' },
    { outcome: 'FAIL', verdict: 'REVOKED', when: '`revoked` is true' },
    { outcome: 'FAIL', verdict: 'INVALID', when: '`revoked` is neither true nor false' },
  ],
  look({ statement }) {
    if (statement === undefined) return [];
    const { revoked } = statement.document;
    if (revoked === undefined || revoked === false) {
      return statement.form === 'hosted' ? [pass('REVOKED')] : [];
    }
    const field = `The field "revoked" of ${nameOf(statement)}`;
    return revoked === true
      ? [fail('REVOKED', `${field} is true: its issuer took the badge back.`, 'REVOKED')]
      : [fail('REVOKED', `${field} is neither true nor false.`)];
  },
};
