import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import {
  matchesRecipient,
  publishesRecipient,
  recipientIsPlain,
} from '../../../src/openbadges/index.js';
import type { RecipientIdentity } from '../../../src/openbadges/index.js';

interface Vector {
  readonly identifier: string;
  readonly salt?: string;
  readonly value: string;
  readonly match: 'match' | 'no-match';
}

const file = new URL('../../vectors/recipient-hashes.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[];

function hashed(value: string, salt?: string): RecipientIdentity {
  return { type: 'email', value, hashed: true, ...(salt !== undefined && { salt }) };
}

function plain(value: string, type = 'email'): RecipientIdentity {
  return { type, value, hashed: false };
}

describe('the recipient of a badge', () => {
  test.each(vectors)(
    '$identifier with salt $salt: $match',
    ({ identifier, salt, value, match }) => {
      expect(matchesRecipient([hashed(value, salt)], [identifier])).toBe(match);
      expect(matchesRecipient([hashed(value.toUpperCase(), salt)], [identifier])).toBe(match);
    },
  );

  test.each(['md5', 'sha1', 'sha256', 'sha512'])('may be hashed with %s', (algorithm) => {
    const hex = createHash(algorithm).update('earner@example.orgsalt').digest('hex');
    const identity = hashed(`${algorithm}$${hex}`, 'salt');
    expect(matchesRecipient([identity], ['earner@example.org'])).toBe('match');
    expect(matchesRecipient([identity], ['other@example.org'])).toBe('no-match');
    expect(matchesRecipient([{ ...identity, salt: 'tlas' }], ['earner@example.org'])).toBe(
      'no-match',
    );
  });

  test.each([
    ['as typed', 'Earner@Example.org', 'Earner@Example.org'],
    ['in lower case', 'Ælf@Example.org', 'ælf@example.org'],
    ['normalised', 'Earner@BÜCHER.example', 'earner@xn--bcher-kva.example'],
  ])('is found when the issuer hashed the address %s', (_, typed, issued) => {
    const hex = createHash('sha256').update(issued).digest('hex');
    expect(matchesRecipient([hashed(`sha256$${hex}`)], [typed])).toBe('match');
  });

  test('is found in plain text however the address is written', () => {
    const identities = [plain(' Earner@BÜCHER.example')];
    expect(matchesRecipient(identities, ['earner@xn--bcher-kva.example'])).toBe('match');
    expect(matchesRecipient(identities, ['earner@bucher.example'])).toBe('no-match');
  });

  test('is found when one of several identities is one of several addresses', () => {
    const identities = [plain('https://earner.example/', 'url'), plain('b@example.org')];
    expect(matchesRecipient(identities, ['a@example.org', 'b@example.org'])).toBe('match');
    expect(matchesRecipient(identities, ['a@example.org'])).toBe('no-match');
    expect(matchesRecipient(identities, [])).toBe('no-match');
  });

  test.each([
    ['a web address', plain('https://earner.example/', 'url')],
    ['an unknown hash', hashed('crc32$deadbeef')],
    ['a hash that is too short', hashed('sha256$ecf5409f')],
    ['a name', plain('Jane')],
  ])('cannot be compared when it is named by %s', (_, identity) => {
    expect(matchesRecipient([identity], ['earner@example.org'])).toBe('not-comparable');
  });
});

describe('what a credential tells about its recipient', () => {
  const hash = `sha256$${'a'.repeat(64)}`;

  test.each([
    ['plain text', plain('a@example.org'), true, true],
    ['plain text said to be hashed', hashed('a@example.org', 'salt'), true, true],
    ['a hash without salt', hashed(hash), false, true],
    ['a hash with an empty salt', hashed(hash, ''), false, true],
    ['a salted hash', hashed(hash, 'salt'), false, false],
  ])('%s', (_, identity, isPlain, publishes) => {
    expect(recipientIsPlain({ recipient: [identity] })).toBe(isPlain);
    expect(publishesRecipient({ recipient: [identity] })).toBe(publishes);
  });

  test('one plain identity among salted hashes is enough', () => {
    const recipient = [hashed(hash, 'salt'), plain('a@example.org')];
    expect(publishesRecipient({ recipient })).toBe(true);
  });
});
