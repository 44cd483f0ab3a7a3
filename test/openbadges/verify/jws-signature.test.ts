import { createPublicKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { checkSignature } from '../../../src/openbadges/verify/jws-signature.js';
import { signText } from '../../support/issue-jws.js';
import { keyPair } from '../../support/issue-keys.js';

interface Example {
  readonly source: string;
  readonly algorithm: string;
  readonly jwk: JsonWebKey;
  readonly jws: string;
}

const file = new URL('../../vectors/signature-examples.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8')) as readonly Example[];

describe('signatures', () => {
  test.each(examples)('the example of $source is right', async ({ jwk, jws }) => {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    await expect(checkSignature(jws, key)).resolves.toBe('right');
    const [head = '', body = '', signature = ''] = jws.split('.');
    await expect(checkSignature(`${head}.${body}A.${signature}`, key)).resolves.toBe('wrong');
    await expect(checkSignature(`${head}.${body}.`, key)).resolves.toBe('wrong');
    await expect(checkSignature(`${head}.${body}.${signature}AAAA`, key)).resolves.toBe('wrong');
  });

  test.each([
    ['a key that is too short', 'RS256', 'short'],
    ['a key of another kind', 'RS256', 'p256'],
    ['a key on another curve', 'ES256', 'p384'],
    ['Ed448', 'EdDSA', 'ed448'],
    ['no signature', 'none', 'issuer'],
    ['a secret', 'HS256', 'issuer'],
    ['an algorithm that is not allowed', 'PS512', 'issuer'],
  ] as const)('%s cannot be used', async (_, algorithm, name) => {
    const jws = signText('{}', { alg: algorithm, key: name === 'short' ? 'short' : 'issuer' });
    await expect(checkSignature(jws, keyPair(name).publicKey)).resolves.toBe('unfit');
  });
});
