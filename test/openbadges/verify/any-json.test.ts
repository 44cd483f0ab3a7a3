import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { credentialKey, judge, publishesRecipient } from '../../../src/openbadges/index.js';
import type { Evidence, Source } from '../../../src/openbadges/index.js';
import { answerWith, hostedBadge } from '../../support/badges.js';

const AT = new Date('2025-01-01T00:00:00Z');
const VERSIONS = ['V1_0', 'V1_1', 'V2_0'] as const;

type Which = 'assertion' | 'badgeClass' | 'issuer';

const FIELDS: readonly (readonly [Which, string])[] = [
  ...members('assertion', ['@context', 'id', 'type', 'uid', 'recipient', 'badge', 'verify']),
  ...members('assertion', ['verification', 'issuedOn', 'expires', 'evidence', 'narrative']),
  ...members('assertion', ['image', 'revoked']),
  ...members('badgeClass', ['@context', 'id', 'type', 'name', 'description', 'image']),
  ...members('badgeClass', ['criteria', 'issuer', 'tags', 'alignment']),
  ...members('issuer', ['@context', 'id', 'type', 'name', 'url', 'email', 'description']),
  ...members('issuer', ['image', 'verification']),
];

function members(which: Which, names: readonly string[]) {
  return names.map((name) => [which, name] as const);
}

function evidenceOf(
  version: (typeof VERSIONS)[number],
  [which, name]: readonly [Which, string],
  value: unknown,
): Evidence {
  const badge = hostedBadge({ version, changes: { [which]: { [name]: value } } });
  const answers = [...badge.documents].map(([asked, document]) => ({
    asked,
    answer: answerWith(asked, document),
  }));
  return { source: { kind: 'url', url: badge.urls.assertion }, answers };
}

describe('any JSON in any field', () => {
  test('is judged without a crash, and a credential comes only whole', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>('', '\0', 'javascript:1', '__proto__', -1, 'a@b.example'),
      fc.constantFrom<unknown>([], {}, [[]], { id: {} }, { type: 'hosted' }, { identity: 1 }),
      fc.webUrl(),
    );
    const versions = fc.constantFrom(...VERSIONS);
    fc.assert(
      fc.property(versions, fc.constantFrom(...FIELDS), value, (version, field, content) => {
        const { report, credential } = judge(evidenceOf(version, field, content), { at: AT });
        if (report.verdict === 'VALID') expect(credential).toBeDefined();
        if (credential === undefined) return;
        expect(typeof credential.achievement.name).toBe('string');
        expect(JSON.stringify(credential)).not.toMatch(/\\u0000|"(\w*[uU]rl|image)":"javascript:/);
        expect(credentialKey(credential)).toEqual(expect.any(String));
        expect(publishesRecipient(credential)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(FIELDS)(
    'an object where %s.%s wants something else never leaks into a report',
    (...field) => {
      const leak = { 'jane@example.org': ['jane@example.org'] };
      for (const version of VERSIONS) {
        const { report } = judge(evidenceOf(version, field, leak), { at: AT });
        expect(JSON.stringify(report)).not.toContain('jane');
      }
    },
  );

  test.each([
    ['a null byte', 'a\0b', 'ab'],
    ['1,000 characters', 'x'.repeat(1_000), 'x'.repeat(1_000)],
  ])('a name may hold %s', (_, name, read) => {
    const { credential } = judge(evidenceOf('V2_0', ['badgeClass', 'name'], name), { at: AT });
    expect(credential?.achievement.name).toBe(read);
  });

  test('whatever text is handed in, it is judged without a crash', () => {
    const json = fc.oneof(fc.string(), fc.json(), fc.constant('a.b.c'), fc.webUrl());
    fc.assert(
      fc.property(json, (text) => {
        const source: Source = { kind: 'json', text };
        expect(judge({ source, answers: [] }, { at: AT }).report.verdict).not.toBe('VALID');
      }),
    );
  });

  test('a list of half a million items is refused quickly', () => {
    const start = performance.now();
    const evidence = evidenceOf('V2_0', ['badgeClass', 'tags'], Array(400_000).fill(0));
    const { report } = judge(evidence, { at: AT });
    expect(report.verdict).toBe('INVALID');
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
