import type { Fetched } from '../find-assertion.js';
import type { CheckResult } from '../result.js';
import { fail, pass } from '../result.js';
import type { Check } from './check.js';

/** `REVOKED`: only the issuer's own server takes a badge back, so a handed-in copy is not asked. */
export const notRevoked: Check = ({ assertion }) => revoked(assertion);

/** The same for a document of no known version: a revoked one may shrink to `id` and `revoked`. */
export function revoked({ document }: Pick<Fetched, 'document'>): readonly CheckResult[] {
  const { revoked: said } = document;
  if (said === undefined || said === false) return [pass('REVOKED')];
  return said === true
    ? [fail('REVOKED', 'Its issuer has revoked this badge.', 'REVOKED')]
    : [fail('REVOKED', 'The field "revoked" of the assertion is neither true nor false.')];
}
