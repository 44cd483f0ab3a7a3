import { createHash } from 'node:crypto';

import type { RecipientIdentity } from '../credential.js';

/** `algorithm$hex` taken apart; hex digits in lower case. */
export interface IdentityHash {
  readonly algorithm: string;
  readonly hex: string;
}

const HEX_DIGITS = new Map([
  ['md5', 32],
  ['sha1', 40],
  ['sha256', 64],
  ['sha512', 128],
]);

/**
 * The hash a recipient is named by; undefined for plain text. The form decides and not the
 * `hashed` flag: issuers get the flag wrong.
 */
export function identityHash({ value }: RecipientIdentity): IdentityHash | undefined {
  const [, algorithm = '', digits = ''] = /^(\w{3,6})\$([\da-f]+)$/i.exec(value.trim()) ?? [];
  const hash = { algorithm: algorithm.toLowerCase(), hex: digits.toLowerCase() };
  return HEX_DIGITS.get(hash.algorithm) === hash.hex.length ? hash : undefined;
}

/** H(UTF-8(identifier) followed by UTF-8(salt)) in lower-case hex: nothing stands between. */
export function hashIdentifier(algorithm: string, identifier: string, salt = ''): string {
  return createHash(algorithm).update(identifier).update(salt).digest('hex');
}
