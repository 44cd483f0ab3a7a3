import { Refusal } from '../../src/errors.js';

/** A token as it came: by itself, or for a proof that goes with it (RFC 9449, 7.1). */
export interface SentToken {
  readonly scheme: 'Bearer' | 'DPoP';
  readonly token: string;
}

/**
 * The token in an `Authorization` header (RFC 6750, section 2.1).
 *
 * @throws Refusal UNAUTHENTICATED when it is of another kind
 */
export function sentToken(authorization: string): SentToken {
  const [, scheme, token] = /^(Bearer|DPoP) +([\w.~+/=-]+) *$/i.exec(authorization) ?? [];
  if (scheme === undefined || token === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'Only Bearer and DPoP tokens are accepted.');
  }
  return { scheme: scheme.toLowerCase() === 'bearer' ? 'Bearer' : 'DPoP', token };
}

/** @throws Refusal UNAUTHENTICATED for anything but a Bearer token */
export function bearerToken(authorization: string): string {
  const { scheme, token } = sentToken(authorization);
  if (scheme !== 'Bearer') throw new Refusal('UNAUTHENTICATED', 'Only Bearer tokens are accepted.');
  return token;
}
