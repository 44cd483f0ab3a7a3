import type { KeyObject } from 'node:crypto';

import { compactVerify, errors } from 'jose';

/**
 * Never `none`, and never a secret that whoever reads the public key would know (RFC 7518, section 3.1;
 * RFC 8037, section 3.1: EdDSA with Ed25519).
 */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/** Is this, the `alg` of a header, one that the hub accepts? */
export function isAllowed(algorithm: unknown): boolean {
  return typeof algorithm === 'string' && ALGORITHMS.includes(algorithm);
}

/**
 * Does the signature of a compact JWS (RFC 7515, section 5.2) fit this key? `unfit` when the key is of
 * another kind than its algorithm asks for, or too short. Never throws.
 */
export async function checkSignature(
  jws: string,
  key: KeyObject,
): Promise<'right' | 'wrong' | 'unfit'> {
  try {
    await compactVerify(jws, key, { algorithms: ALGORITHMS });
    return 'right';
  } catch (error) {
    return error instanceof errors.JWSSignatureVerificationFailed ? 'wrong' : 'unfit';
  }
}
