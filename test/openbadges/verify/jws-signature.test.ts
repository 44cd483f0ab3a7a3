import { createPublicKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { compactVerify } from 'jose';

import { checkSignature } from '../../../src/openbadges/verify/jws-signature.js';
import { signText } from '../../support/issue-jws.js';
import { keyPair } from '../../support/issue-keys.js';
import type { KeyName } from '../../support/issue-keys.js';

interface Example {
  readonly source: string;
  readonly algorithm: string;
  readonly jwk: JsonWebKey;
  readonly jws: string;
}

const file = new URL('../../vectors/signature-examples.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8')) as readonly Example[];

const ALLOWED = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const KEYS: readonly KeyName[] = ['issuer', 'other', 'short', 'p256', 'p384', 'ed25519', 'ed448'];

describe('signatures', () => {
  test.each(examples)('the example of $source is right', ({ algorithm, jwk, jws }) => {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(checkSignature(jws, algorithm, key)).toBe('right');
    const [head = '', body = '', signature = ''] = jws.split('.');
    expect(checkSignature(`${head}.${body}A.${signature}`, algorithm, key)).toBe('wrong');
    expect(checkSignature(`${head}.${body}.`, algorithm, key)).toBe('wrong');
    expect(checkSignature(`${head}.${body}.${signature}AAAA`, algorithm, key)).toBe('wrong');
  });

  test.each(ALLOWED)('%s fits exactly the keys that jose has it fit', async (algorithm) => {
    const jws = signText('{"uid":"1"}', { alg: algorithm });
    for (const name of KEYS) {
      const { publicKey } = keyPair(name);
      const fits = await compactVerify(jws, publicKey, { algorithms: [algorithm] }).then(
        () => true,
        () => false,
      );
      expect([name, checkSignature(jws, algorithm, publicKey) === 'right']).toEqual([name, fits]);
    }
  });

  test.each([
    ['a key that is too short', 'RS256', 'short'],
    ['a key of another kind', 'RS256', 'p256'],
    ['a key on another curve', 'ES256', 'p384'],
    ['Ed448', 'EdDSA', 'ed448'],
    ['no signature', 'none', 'issuer'],
    ['a secret', 'HS256', 'issuer'],
    ['an algorithm that is not allowed', 'PS512', 'issuer'],
  ] as const)('%s cannot be used', (_, algorithm, name) => {
    const jws = signText('{}', { alg: algorithm, key: name === 'short' ? 'short' : 'issuer' });
    expect(checkSignature(jws, algorithm, keyPair(name).publicKey)).toBe('unfit');
  });
});
