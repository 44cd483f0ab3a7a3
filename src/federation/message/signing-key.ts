import { CompactSign } from 'jose';

import type { HubKey, KeyStatus, PublicJwk } from './jwks.js';
import { publicJwk, thumbprintOf } from './jwks.js';

export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** A key this hub signs with. Its JWK is a secret. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: 'Ed25519' | 'ES256';
  readonly privateJwk: PrivateJwk;
}

/** Ed25519 is what hubs should sign with; ES256 for those whose key store has nothing else. */
export function signingKeyOf(jwk: PrivateJwk): SigningKey {
  const privateJwk = { ...publicJwk(jwk), d: jwk.d };
  return { kid: thumbprintOf(jwk), alg: jwk.kty === 'OKP' ? 'Ed25519' : 'ES256', privateJwk };
}

/** What others may know of it. */
export function publicHalf({ kid, alg, privateJwk }: SigningKey, status: KeyStatus): HubKey {
  return { kid, alg, status, jwk: publicJwk(privateJwk) };
}

/** The types a signed statement between hubs can have; one is never taken for another. */
export type StatementType = 'secevent+jwt' | 'bf-req+jwt' | 'bf-recovery+jwt';

/** A compact JWS. Members stand in the order in which they are given. */
export async function signStatement(
  statement: object,
  { kid, alg, privateJwk }: SigningKey,
  typ: StatementType,
  more: { readonly jwk?: PublicJwk } = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
    .setProtectedHeader({ alg, typ, kid, ...more })
    .sign({ ...privateJwk, alg });
}
