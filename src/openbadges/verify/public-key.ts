import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** An issuer signs many badges with one key, and reading a key takes longer than using it. */
const REMEMBERED = 32;
/** A key of 16,384 bits is shorter. */
const MAX_REMEMBERED_CHARACTERS = 4_096;

const remembered = new Map<string, KeyObject | undefined>();

/**
 * SubjectPublicKeyInfo, PKCS#1 or a certificate; undefined when it is none. A private key would yield
 * its public half, but whoever publishes one has lost it.
 */
export function publicKey(pem: string): KeyObject | undefined {
  if (pem.length > MAX_REMEMBERED_CHARACTERS) return readKey(pem);
  const key = remembered.has(pem) ? remembered.get(pem) : readKey(pem);
  // The one that was not asked for longest goes first.
  remembered.delete(pem);
  remembered.set(pem, key);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return key;
}

function readKey(pem: string): KeyObject | undefined {
  if (/PRIVATE KEY/.test(pem)) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
