import { createPrivateKey } from 'node:crypto';

import type { HubKeys, PrivateJwk, SigningKey } from '../../src/federation/index.js';
import { publicHalf, signingKeyOf } from '../../src/federation/index.js';

/** What PKCS#8 puts before the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const BEFORE_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key whose seed is 32 bytes that count up from `first`; the protocol prints the one from 1. */
export function ed25519Key(first = 1): SigningKey {
  const seed = Uint8Array.from({ length: 32 }, (_, at) => first + at);
  const der = Buffer.concat([BEFORE_SEED, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return signingKeyOf(key.export({ format: 'jwk' }) as unknown as PrivateJwk);
}

/** The P-256 key of RFC 7515, appendix A.3. */
export const ES256_KEY: SigningKey = signingKeyOf({
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
});

export const keysOf = (...keys: readonly SigningKey[]): HubKeys => ({
  keys: keys.map((key) => publicHalf(key, 'active')),
});
