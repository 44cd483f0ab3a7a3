import { describe, expect, test } from '@jest/globals';

import { credentialKey, digestOf, isConclusive, showUrl } from '../../src/openbadges/index.js';

function keyOf(issuer: string, id: string): string {
  return credentialKey({ id, issuer: { id: issuer, name: 'Any' } });
}

describe('identity of a badge', () => {
  const key = keyOf('https://issuer.example/issuer', 'https://issuer.example/a%20b');

  test.each([
    ['percent-encoding', 'https://issuer.example/%69ssuer', 'https://issuer.example/a b'],
    ['spaces around it', ' https://issuer.example/issuer ', 'https://issuer.example/a%20b\n'],
  ])('does not depend on %s', (_, issuer, id) => {
    expect(keyOf(issuer, id)).toBe(key);
  });

  test.each([
    ['issuer', 'https://other.example/issuer', 'https://issuer.example/a%20b'],
    ['id', 'https://issuer.example/issuer', 'https://issuer.example/b'],
    ['border between them', 'https://issuer.example/issuerhttps://issuer.example/a%20b', ''],
  ])('depends on the %s', (_, issuer, id) => {
    expect(keyOf(issuer, id)).not.toBe(key);
  });

  test('survives ids that are not properly encoded', () => {
    expect(keyOf('urn:%', '%ff')).toBe('["urn:%","%ff"]');
  });

  test('digests name their algorithm', () => {
    expect(digestOf(new TextEncoder().encode('abc'))).toBe(
      'sha-256:ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0',
    );
  });
});

test('only an unverifiable badge may be judged differently later', () => {
  const report = { checkedAt: new Date(0), findings: [], endorsements: [] };
  expect(isConclusive({ ...report, verdict: 'UNVERIFIABLE' })).toBe(false);
  expect(isConclusive({ ...report, verdict: 'REVOKED' })).toBe(true);
});

test.each([
  ['https://h.example/a?token=1#x', 'https://h.example/a'],
  ['https://user:pass@h.example/', 'an address that is not http or https'],
  ['https://h.example/a@b/c', 'https://h.example/…/c'],
  ['https://h.example/a%2540b', 'https://h.example/…'],
])('%s is shown as %s', (url, shown) => {
  expect(showUrl(url)).toBe(shown);
});
