import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { credentialKey, judge, publishesRecipient } from '../../../src/openbadges/index.js';
import type { Source } from '../../../src/openbadges/index.js';
import { evidenceWith, fieldsOf, KINDS } from './members.js';

const AT = new Date('2025-01-01T00:00:00Z');

const HOSTED_V2 = { version: 'V2_0', form: 'hosted' } as const;
const NAME = { of: 'badgeClass', path: ['name'], decides: true } as const;

describe('any JSON in any field', () => {
  test('is judged without a crash, and a credential comes only whole', async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>('', '\0', 'javascript:1', '__proto__', -1, 'a@b.example'),
      fc.constantFrom<unknown>([], {}, [[]], { id: {} }, { type: 'hosted' }, { identity: 1 }),
      fc.webUrl(),
    );
    const place = fc
      .constantFrom(...KINDS)
      .chain((kind) => fc.tuple(fc.constant(kind), fc.constantFrom(...fieldsOf(kind))));
    await fc.assert(
      fc.asyncProperty(place, value, async ([kind, field], content) => {
        const { report, credential } = await judge(evidenceWith(kind, field, content), { at: AT });
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

  test.each([
    ['a null byte', 'a\0b', 'ab'],
    ['1,000 characters', 'x'.repeat(1_000), 'x'.repeat(1_000)],
  ])('a name may hold %s', async (_, name, read) => {
    const { credential } = await judge(evidenceWith(HOSTED_V2, NAME, name), { at: AT });
    expect(credential?.achievement.name).toBe(read);
  });

  test('whatever text is handed in, it is judged without a crash', async () => {
    const json = fc.oneof(fc.string(), fc.json(), fc.constant('a.b.c'), fc.webUrl());
    await fc.assert(
      fc.asyncProperty(json, async (text) => {
        const source: Source = { kind: 'json', text };
        const { report } = await judge({ source, answers: [], pictures: [] }, { at: AT });
        expect(report.verdict).not.toBe('VALID');
      }),
    );
  });
});
