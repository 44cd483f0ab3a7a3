import { describe, expect, test } from '@jest/globals';

import { judge } from '../../../../src/openbadges/index.js';
import { contexts } from '../../../../src/openbadges/verify/checks/contexts.js';
import { answersOf, hostedBadge } from '../../../support/badges.js';
import type { BadgeOptions } from '../../../support/badges.js';

const AT = new Date('2025-01-01T00:00:00Z');
const V2 = 'https://w3id.org/openbadges/v2';
const FOREIGN = 'https://example.org/context.json';

/** What the whole of the checks make of a badge, and what this one says. */
async function judged(options: BadgeOptions) {
  const badge = hostedBadge(options);
  const answers = answersOf(badge.documents);
  const source = { kind: 'url', url: badge.urls.assertion } as const;
  const { report } = await judge({ source, answers, pictures: [] }, { at: AT });
  const findings = report.findings.filter(({ check }) => check === 'JSONLD');
  return { verdict: report.verdict, findings };
}

function outcomesOf({ findings }: Awaited<ReturnType<typeof judged>>) {
  return findings.map(({ outcome }) => outcome);
}

describe('JSONLD', () => {
  test.each<BadgeOptions>([
    { version: 'V1_1' },
    { version: 'V2_0' },
    { changes: { assertion: { verify: { type: 'hosted' } } } },
    { changes: { assertion: { '@context': [V2], type: ['Assertion', 'https://a.example/T'] } } },
    { changes: { assertion: { '@context': 'https://openbadgespec.org/v2/context.json' } } },
  ])('passes what the contexts define: %j', async (options) => {
    const judgement = await judged(options);
    expect(judgement).toEqual({
      verdict: 'VALID',
      findings: [{ check: 'JSONLD', outcome: 'PASS' }],
    });
  });

  test('is skipped for 1.0, which has no contexts', async () => {
    const judgement = await judged({ version: 'V1_0' });
    expect(judgement.verdict).toBe('VALID');
    expect(outcomesOf(judgement)).toEqual(['SKIPPED']);
  });

  test.each<readonly [string, BadgeOptions['changes']]>([
    ['a badge class without a context', { badgeClass: { '@context': undefined } }],
    ['an issuer without a context', { issuer: { '@context': undefined } }],
    ['an unknown context beside a known one', { assertion: { '@context': [V2, FOREIGN] } }],
    ['an unknown context alone', { issuer: { '@context': FOREIGN } }],
    ['terms on the spot', { badgeClass: { '@context': [V2, { shoe: 'urn:shoe' }] } }],
    ['an unknown context inside', { badgeClass: { shoe: { '@context': FOREIGN, hat: 1 } } }],
    ['members without a meaning', { issuer: { name_english: 'x', sourceUrl: 'x' } }],
    ['types without a meaning', { badgeClass: { type: ['BadgeClass', 'Course'] } }],
    ['contexts without end', { assertion: { evidence: Array(50).fill({ '@context': V2 }) } }],
  ])('warns of %s', async (_, changes) => {
    const judgement = await judged({ ...(changes && { changes }) });
    expect(judgement.verdict).toBe('VALID');
    expect(outcomesOf(judgement)).toEqual(['WARN']);
  });

  test('warns of each kind once for each document', async () => {
    const odd = { shoe: 1, hat: 2, sock: { '@context': FOREIGN }, coat: { '@context': {} } };
    const judgement = await judged({ changes: { assertion: odd, badgeClass: odd, issuer: odd } });
    expect(outcomesOf(judgement)).toEqual(Array(6).fill('WARN'));
    expect(new Set(judgement.findings.map(({ because }) => because)).size).toBe(6);
  });

  test('takes a badge class inside the assertion for a part of the assertion', async () => {
    const { badgeClass } = hostedBadge();
    const embedded = { ...badgeClass, '@context': undefined, id: undefined, shoe: 1 };
    const judgement = await judged({ changes: { assertion: { badge: embedded } } });
    expect(judgement.findings).toEqual([
      {
        check: 'JSONLD',
        outcome: 'WARN',
        because: 'The assertion has members or types that its contexts do not define.',
      },
    ]);
  });

  test.each<readonly [string, BadgeOptions['changes']]>([
    ['two ids', { assertion: { '@id': 'https://issuer.example/assertions/1' } }],
    ['an id of an embedded object that is a number', { badgeClass: { related: [{ id: 5 }] } }],
    ['a type that is a number', { issuer: { verification: { type: 5 } } }],
  ])('finds a badge invalid for %s', async (_, changes) => {
    const judgement = await judged({ ...(changes && { changes }) });
    expect(judgement.verdict).toBe('INVALID');
    expect(outcomesOf(judgement)).toEqual(['FAIL']);
  });

  test('never repeats what a document says', async () => {
    const leak = 'jane@example.org';
    const members = {
      [leak]: leak,
      type: [leak],
      '@context': [V2, leak],
      badge: { '@type': leak },
    };
    const changes = { badgeClass: members, issuer: { [leak]: leak, url: { id: 5, [leak]: 1 } } };
    const { findings } = await judged({ changes });
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain('jane');
  });

  test('says of every way it can end when that is', () => {
    expect(contexts.ends.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['PASS', 'WARN', 'FAIL', 'SKIPPED']),
    );
  });
});

describe('JSONLD of badges as they are in the wild', () => {
  /** Shapes seen in the code of Moodle (badges/classes/assertion.php, 3.9). */
  const moodleClass = {
    '@language': 'pt_br',
    version: '',
    image: 'data:image/png;base64,',
    criteria: { id: 'https://issuer.example/badge.php', narrative: '* Pass **all**' },
    related: [{ id: 'https://issuer.example/b2', version: '1', '@language': 'en' }],
    endorsement: 'https://issuer.example/endorsement_json.php?id=1',
    alignments: [{ targetName: 'Seams', targetUrl: 'https://issuer.example/seams' }],
  };
  /** Badgr adds who the recipient is in an extension of its own making. */
  const recipientProfile = {
    'extensions:recipientProfile': {
      '@context': 'https://openbadgespec.org/extensions/recipientProfile/context.json',
      type: ['Extension', 'extensions:RecipientProfile'],
      name: 'Jane',
    },
  };

  test.each<readonly [string, BadgeOptions['changes'], 'PASS' | 'WARN']>([
    ['Moodle, with its misspelt member', { badgeClass: moodleClass }, 'WARN'],
    ['Moodle, later', { badgeClass: { ...moodleClass, alignments: undefined } }, 'PASS'],
    [
      'Moodle, whole badge inside',
      {
        assertion: {
          verify: { type: 'hosted', url: 'https://issuer.example/assertions/1' },
          badge: {
            ...hostedBadge().badgeClass,
            issuer: { ...hostedBadge().issuer },
          },
        },
      },
      'PASS',
    ],
    [
      'Badgr',
      {
        assertion: { ...recipientProfile, evidence: [{ narrative: 'x' }], narrative: 'x' },
      },
      'PASS',
    ],
    ['edubadges', { issuer: { name_dutch: 'x', url_dutch: 'x', institution: {} } }, 'WARN'],
  ])('%s: at most a warning', async (_, changes, outcome) => {
    const judgement = await judged({ ...(changes && { changes }) });
    expect(judgement.findings).toMatchObject([{ outcome }]);
  });

  test('1.1 with the "verification" of 2.0: a warning', async () => {
    const assertion = { verification: { type: 'hosted' } };
    const judgement = await judged({ version: 'V1_1', changes: { assertion } });
    expect(judgement.verdict).toBe('VALID');
    expect(outcomesOf(judgement)).toEqual(['WARN']);
  });
});
