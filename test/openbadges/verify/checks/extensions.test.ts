import { describe, expect, test } from '@jest/globals';

import { judge } from '../../../../src/openbadges/index.js';
import { answersOf, hostedBadge } from '../../../support/badges.js';
import type { BadgeOptions } from '../../../support/badges.js';

const AT = new Date('2025-01-01T00:00:00Z');
const APPLY_LINK = {
  '@context': 'https://openbadgespec.org/extensions/applyLinkExtension/context.json',
  type: ['Extension', 'extensions:ApplyLink'],
  url: 'https://issuer.example/apply',
};
const PLACE = {
  '@context': 'https://openbadgespec.org/extensions/geoCoordinatesExtension/context.json',
  type: ['Extension', 'extensions:GeoCoordinates', 'schema:Place'],
  description: 'The hall',
  geo: { latitude: 54.9, longitude: -1.4 },
};
const UNKNOWN = { ...APPLY_LINK, '@context': 'https://example.org/context.json' };
const VERSIONS = ['V1_1', 'V2_0'] as const;

async function judged(options: BadgeOptions) {
  const badge = hostedBadge(options);
  const answers = answersOf(badge.documents);
  const source = { kind: 'url', url: badge.urls.assertion } as const;
  const { report } = await judge({ source, answers, pictures: [] }, { at: AT });
  const findings = report.findings.filter(({ check }) => check === 'EXTENSION');
  return { verdict: report.verdict, findings };
}

describe('EXTENSION', () => {
  test.each(['V1_0', ...VERSIONS] as const)(
    'has nothing to say of a %s without any',
    async (version) => {
      await expect(judged({ version })).resolves.toEqual({ verdict: 'VALID', findings: [] });
    },
  );

  test.each(VERSIONS)('passes a %s whose extensions are as they should be', async (version) => {
    const changes = {
      assertion: { 'schema:location': PLACE },
      badgeClass: { 'extensions:ApplyLink': APPLY_LINK },
      issuer: { 'schema:location': [PLACE, PLACE] },
    };
    await expect(judged({ version, changes })).resolves.toEqual({
      verdict: 'VALID',
      findings: [{ check: 'EXTENSION', outcome: 'PASS' }],
    });
  });

  test.each<readonly [BadgeOptions['changes'], string]>([
    [
      { assertion: { 'schema:location': { ...PLACE, geo: { latitude: 1 } } } },
      'The field "geo.longitude" is missing in the extension GeoCoordinates of the assertion.',
    ],
    [
      { badgeClass: { 'extensions:ApplyLink': { ...APPLY_LINK, url: 5 } } },
      'The field "url" in the extension ApplyLink of the badge class is not as its schema asks.',
    ],
    [
      { issuer: { 'extensions:ApplyLink': { ...APPLY_LINK, url: undefined } } },
      'The field "url" is missing in the extension ApplyLink of the issuer.',
    ],
  ])('finds a badge invalid when %j', async (changes, because) => {
    for (const version of VERSIONS) {
      await expect(judged({ version, ...(changes && { changes }) })).resolves.toEqual({
        verdict: 'INVALID',
        findings: [{ check: 'EXTENSION', outcome: 'FAIL', because }],
      });
    }
  });

  test('warns, once for each document, of extensions whose schemas it does not hold', async () => {
    const changes = {
      assertion: { 'extensions:Shoe': [UNKNOWN, UNKNOWN], 'schema:location': PLACE },
      issuer: { 'extensions:Hat': { size: 54 } },
    };
    const { verdict, findings } = await judged({ changes });
    expect(verdict).toBe('VALID');
    expect(findings.map(({ outcome }) => outcome)).toEqual(['WARN', 'WARN']);
  });

  test('says a fault that is repeated once, and looks at no more than 50', async () => {
    const broken = { ...APPLY_LINK, url: 5 };
    const many = { assertion: { 'extensions:ApplyLink': Array(50).fill(broken) } };
    const tooMany = { assertion: { 'extensions:ApplyLink': Array(1_000).fill(APPLY_LINK) } };
    const faulty = await judged({ changes: many });
    expect(faulty.findings.map(({ outcome }) => outcome)).toEqual(['FAIL']);
    const long = await judged({ changes: tooMany });
    expect(long.findings.map(({ outcome }) => outcome)).toEqual(['WARN']);
  });

  test('leaves a copy that is thrown away, and endorsements, to their own documents', async () => {
    const broken = { 'extensions:ApplyLink': { ...APPLY_LINK, url: 5 } };
    const { badgeClass } = hostedBadge();
    const changes = {
      assertion: { badge: { ...badgeClass, ...broken } },
      badgeClass: { endorsement: { id: 'urn:uuid:1', ...broken } },
    };
    const { findings } = await judged({ changes });
    expect(findings).toEqual([]);
  });

  test('never repeats what a document says', async () => {
    const leak = 'jane@example.org';
    const odd = { '@context': leak, type: ['Extension', leak], [leak]: leak, url: leak };
    const changes = {
      assertion: { [`extensions:${leak}`]: odd },
      badgeClass: { 'extensions:ApplyLink': { ...APPLY_LINK, url: leak, [leak]: leak } },
    };
    const { findings } = await judged({ changes });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['WARN', 'FAIL']);
    expect(JSON.stringify(findings)).not.toContain('jane');
  });
});
