import { constants, createHmac, sign } from 'node:crypto';

import { keyPair } from './issue-keys.js';
import type { KeyName } from './issue-keys.js';

/** How a badge is signed (RFC 7515, compact serialisation; RFC 7518, section 3.1; RFC 8037). */
export interface Signing {
  readonly alg?: string;
  /** Whose key signs; what belongs to the algorithm when absent. */
  readonly key?: KeyName;
  /** For HS256: text that is used as a secret. */
  readonly secret?: string;
  /** Members of the header besides `alg`. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const KEY_FOR: Readonly<Record<string, KeyName>> = {
  ES256: 'p256',
  ES384: 'p384',
  EdDSA: 'ed25519',
};

/** A text, signed by nothing but node:crypto. */
export function signText(payload: string, signing: Signing = {}): string {
  const { alg = 'RS256', header = {} } = signing;
  const head = base64url(JSON.stringify({ alg, ...header }));
  const input = `${head}.${base64url(payload)}`;
  return `${input}.${signatureOf(input, alg, signing).toString('base64url')}`;
}

/** Whose key signs by this algorithm, unless somebody says otherwise. */
export function keyFor(alg = 'RS256'): KeyName {
  return KEY_FOR[alg] ?? 'issuer';
}

function signatureOf(input: string, alg: string, { key, secret = '' }: Signing): Buffer {
  const bytes = Buffer.from(input);
  const hash = `sha${alg.slice(2)}`;
  const { privateKey } = keyPair(key ?? keyFor(alg));
  switch (alg.slice(0, 2)) {
    case 'RS':
      return sign(hash, bytes, privateKey);
    case 'PS': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return sign(hash, bytes, { key: privateKey, padding, saltLength: Number(alg.slice(2)) / 8 });
    }
    case 'ES':
      return sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    case 'Ed':
      return sign(null, bytes, privateKey);
    case 'HS':
      return createHmac(hash, secret).update(bytes).digest();
    default:
      return Buffer.alloc(0);
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
