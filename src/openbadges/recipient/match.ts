import type { RecipientIdentity } from '../credential.js';
import { hashIdentifier, identityHash } from './identity-hash.js';
import { normalizeAddress } from './normalize-address.js';

export type RecipientMatch = 'match' | 'no-match' | 'not-comparable';

const ADDRESS_TYPES = ['email', 'emailaddress'];

/**
 * Is one of these addresses the one the badge was issued to? Each is tried as typed, in lower case
 * and normalised, because no version says what an issuer hashed. 'not-comparable': the badge names
 * its recipient by something that is no mail address, or by a hash we do not know.
 */
export function matchesRecipient(
  identities: readonly RecipientIdentity[],
  addresses: readonly string[],
): RecipientMatch {
  const comparable = identities.filter(isComparable);
  if (comparable.length === 0) return 'not-comparable';
  const spellings = [...new Set(addresses.flatMap(spellingsOf))];
  const found = comparable.some((identity) => isOneOf(identity, spellings));
  return found ? 'match' : 'no-match';
}

function isComparable(identity: RecipientIdentity): boolean {
  if (!ADDRESS_TYPES.includes(identity.type.toLowerCase())) return false;
  return identityHash(identity) !== undefined || identity.value.includes('@');
}

function isOneOf(identity: RecipientIdentity, spellings: readonly string[]): boolean {
  const hash = identityHash(identity);
  if (hash === undefined) return spellings.includes(normalizeAddress(identity.value));
  return spellings.some(
    (address) => hashIdentifier(hash.algorithm, address, identity.salt) === hash.hex,
  );
}

function spellingsOf(address: string): readonly string[] {
  const typed = address.trim();
  return [typed, typed.toLowerCase(), normalizeAddress(typed)];
}
