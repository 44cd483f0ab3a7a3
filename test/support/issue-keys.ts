import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** Keys of an issuer that shares no code with the hub. New for every run: nothing secret is checked in. */
const KINDS = {
  issuer: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  other: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  endorser: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  short: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  p256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ed25519: () => generateKeyPairSync('ed25519'),
  ed448: () => generateKeyPairSync('ed448'),
} as const;

export type KeyName = keyof typeof KINDS;
export type PemForm = 'spki' | 'pkcs1' | 'certificate' | 'private';

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const made = new Map<KeyName, KeyPair>();

/** The key pair of this name: the same one for the whole run. */
export function keyPair(name: KeyName): KeyPair {
  const known = made.get(name);
  if (known !== undefined) return known;
  const pair = KINDS[name]();
  made.set(name, pair);
  return pair;
}

/** What an issuer may put on its server, and what it must not. */
export function pemOf(name: KeyName, form: PemForm = 'spki'): string {
  const { publicKey, privateKey } = keyPair(name);
  switch (form) {
    case 'spki':
      return publicKey.export({ type: 'spki', format: 'pem' }).toString();
    case 'pkcs1':
      return publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    case 'private':
      return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    case 'certificate':
      return pem('CERTIFICATE', selfSigned(name));
  }
}

export function jwkOf(name: KeyName): JsonWebKey {
  return keyPair(name).publicKey.export({ format: 'jwk' });
}

/** For the `x5c` of a header (RFC 7515, section 4.1.6). */
export function x5cOf(name: KeyName): string {
  return selfSigned(name).toString('base64');
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

/** A certificate of version 1 for an RSA key, signed by itself (RFC 5280, section 4.1). */
function selfSigned(name: KeyName): Buffer {
  const { privateKey } = keyPair(name);
  const who = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const life = der(SEQUENCE, utcTime('240101000000Z'), utcTime('340101000000Z'));
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = der(SEQUENCE, der(0x02, Buffer.of(1)), SHA256_WITH_RSA, who, life, who, key);
  const signature = sign('sha256', body, privateKey);
  return der(SEQUENCE, body, SHA256_WITH_RSA, der(0x03, Buffer.of(0), signature));
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

/** One element of DER: its tag, its length, its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? Buffer.of(length)
      : length < 0x100
        ? Buffer.of(0x81, length)
        : Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, content]);
}
