import { createHmac, hkdfSync } from 'node:crypto';

/** What a derived key is for; a key made for one purpose opens nothing of another. */
export type KeyPurpose =
  | 'principal'
  | 'cursor'
  | 'issuer'
  | 'image'
  | 'keys'
  | 'clients'
  | 'oauth-cookies'
  | 'provider-flow'
  | 'link-flow';

const KEY_BYTES = 32;

/**
 * The 32-byte key of one purpose, from the hub's one secret: HKDF-SHA256 (RFC 5869) without salt, as the
 * secret is random already. The number in `info` changes when a purpose needs new keys.
 */
export const deriveKey = (secret: string, purpose: KeyPurpose): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `backpack-hub/${purpose}/1`, KEY_BYTES));

/** HMAC-SHA256, hex: the same for the same text, and only whoever has the key can tell. */
export const keyedHex = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');
