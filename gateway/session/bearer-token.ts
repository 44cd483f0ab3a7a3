import { Refusal } from '../../src/errors.js';

/**
 * The token in an `Authorization` header (RFC 6750, section 2.1).
 *
 * @throws Refusal UNAUTHENTICATED when it is of another kind
 */
export function bearerToken(authorization: string): string {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw new Refusal('UNAUTHENTICATED', 'Only Bearer tokens are accepted.');
  return token;
}
