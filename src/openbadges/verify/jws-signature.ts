import { constants, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a signature is in JOSE's terms, and what that is in those of the cryptographic library. */
interface Algorithm {
  readonly keyType: 'rsa' | 'ec' | 'ed25519';
  /** Ed25519 has its own. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly curve?: string;
  readonly options?: object;
}

const rsa = (hash: Algorithm['hash']): Algorithm => ({ keyType: 'rsa', hash });
const ecdsa = (hash: Algorithm['hash'], curve: string): Algorithm => ({
  keyType: 'ec',
  hash,
  curve,
  options: { dsaEncoding: 'ieee-p1363' },
});

/**
 * Never `none`, and never a secret that whoever reads the public key would know (RFC 7518, section 3.1;
 * RFC 8037, section 3.1).
 */
const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ['RS256', rsa('sha256')],
  ['RS384', rsa('sha384')],
  ['RS512', rsa('sha512')],
  [
    'PS256',
    {
      ...rsa('sha256'),
      options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    },
  ],
  ['ES256', ecdsa('sha256', 'prime256v1')],
  ['ES384', ecdsa('sha384', 'secp384r1')],
  ['EdDSA', { keyType: 'ed25519', hash: null }],
]);
/** RFC 7518, sections 3.3 and 3.5. */
const MIN_RSA_BITS = 2_048;

/** Is this, the `alg` of a header, one that the hub accepts? */
export function isAllowed(algorithm: unknown): boolean {
  return named(algorithm) !== undefined;
}

/**
 * Does the signature of a compact JWS (RFC 7515, section 5.2) fit this key? `unfit` when the key is of
 * another kind than its algorithm asks for, or too short. Never throws.
 */
export function checkSignature(
  jws: string,
  algorithm: unknown,
  key: KeyObject,
): 'right' | 'wrong' | 'unfit' {
  const how = named(algorithm);
  if (how === undefined || !isFor(key, how)) return 'unfit';
  const end = jws.lastIndexOf('.');
  const input = Buffer.from(jws.slice(0, end), 'latin1');
  const signature = Buffer.from(jws.slice(end + 1), 'base64url');
  try {
    return verify(how.hash, input, { key, ...how.options }, signature) ? 'right' : 'wrong';
  } catch {
    return 'unfit';
  }
}

function named(algorithm: unknown): Algorithm | undefined {
  return typeof algorithm === 'string' ? ALGORITHMS.get(algorithm) : undefined;
}

function isFor(key: KeyObject, { keyType, curve }: Algorithm): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails: details } = key;
  if (asymmetricKeyType !== keyType) return false;
  return keyType === 'rsa'
    ? (details?.modulusLength ?? 0) >= MIN_RSA_BITS
    : details?.namedCurve === curve;
}
