import { describe, expect, test } from '@jest/globals';

import { bake, digestOf, gather, judge, verify } from '../../../src/openbadges/index.js';
import type { FetchAnswer, Source } from '../../../src/openbadges/index.js';
import { answerWith, fetchFrom, hostedBadge, samplePng } from '../../support/badges.js';
import type { BadgeOptions, HostedBadge } from '../../support/badges.js';

const AT = new Date('2025-01-01T00:00:00Z');
const now = () => AT;

function fetched(badge: HostedBadge, others: Record<string, Partial<FetchAnswer>> = {}) {
  return { fetch: fetchFrom(badge.documents, others), now };
}

function fromUrl(badge: HostedBadge): Source {
  return { kind: 'url', url: badge.urls.assertion };
}

describe('a hosted badge', () => {
  test.each<BadgeOptions>([
    { version: 'V2_0' },
    { version: 'V1_1' },
    { version: 'V1_0' },
    { version: 'V2_0', base: 'http://127.0.0.1:4711' },
    { version: 'V1_0', base: 'http://127.0.0.1:4711' },
    { version: 'V2_0', salt: 'deadsea' },
  ])('is valid when all its documents hold: %j', async (options) => {
    const badge = hostedBadge(options);
    const { report, credential, original } = await verify(fromUrl(badge), fetched(badge));
    expect(report).toMatchObject({ verdict: 'VALID', version: options.version, checkedAt: AT });
    expect(report.findings.filter(({ outcome }) => outcome === 'WARN')).toEqual([]);
    expect(credential).toMatchObject({
      id: badge.urls.assertion,
      hostedUrl: badge.urls.assertion,
      achievement: { name: 'Welding, level 1', criteriaUrl: badge.badgeClass['criteria'] },
      issuer: { id: badge.urls.issuer, name: 'Example Workshop' },
      verification: { kind: 'hosted', url: badge.urls.assertion },
    });
    expect(original && digestOf(original.bytes)).toBe(
      digestOf(new TextEncoder().encode(JSON.stringify(badge.assertion))),
    );
  });

  test('is found alike from its URL, its JSON, a baked picture and the URL of one', async () => {
    const badge = hostedBadge();
    const picture = bake(samplePng(), JSON.stringify(badge.assertion));
    const pictureUrl = 'https://pictures.example/1.png';
    const deps = fetched(badge, {
      [pictureUrl]: answerWith(pictureUrl, picture),
    });
    const sources: readonly Source[] = [
      fromUrl(badge),
      { kind: 'json', text: JSON.stringify(badge.assertion) },
      { kind: 'json', text: badge.urls.assertion },
      { kind: 'image', bytes: picture },
      { kind: 'image', bytes: bake(samplePng(), badge.urls.assertion) },
      { kind: 'url', url: pictureUrl },
    ];
    const judgements = await Promise.all(sources.map((source) => verify(source, deps)));
    expect(judgements.map(({ report }) => report.verdict)).toEqual(sources.map(() => 'VALID'));
    expect(
      new Set(judgements.map(({ original }) => original && digestOf(original.bytes))).size,
    ).toBe(1);
  });

  test('is never believed from the copy that was handed in', async () => {
    const badge = hostedBadge();
    const forged = { ...badge.assertion, recipient: { type: 'email', identity: 'x@y.example' } };
    const source = { kind: 'json', text: JSON.stringify(forged) } as const;
    const { credential } = await verify(source, fetched(badge));
    expect(credential?.recipient).toEqual([
      { type: 'email', value: 'earner@example.org', hashed: false },
    ]);
  });

  test('throws embedded copies away and takes what their own addresses answer', async () => {
    const issuer = { id: 'https://issuer.example/issuer', type: 'Issuer', name: 'Somebody famous' };
    const badge = hostedBadge({ changes: { badgeClass: { issuer } } });
    const { report, credential } = await verify(fromUrl(badge), fetched(badge));
    expect(report.verdict).toBe('VALID');
    expect(credential?.issuer.name).toBe('Example Workshop');
  });

  test('is judged again from its evidence alone, with the same report', async () => {
    const badge = hostedBadge();
    const { evidence } = await gather(fromUrl(badge), fetched(badge));
    const judgement = await judge(structuredClone(evidence), { at: AT });
    expect(judgement).toEqual(await judge(evidence, { at: AT }));
    expect(judgement.report.verdict).toBe('VALID');
  });

  test('is unverifiable when part of the evidence is missing', async () => {
    const badge = hostedBadge();
    const { evidence } = await gather(fromUrl(badge), fetched(badge));
    for (const count of evidence.answers.keys()) {
      const part = { ...evidence, answers: evidence.answers.slice(0, count) };
      const { report } = await judge(part, { at: AT });
      expect(report.verdict).toBe('UNVERIFIABLE');
    }
  });

  test('is asked for in three fetches, and one for its picture', async () => {
    const asked: string[] = [];
    const badge = hostedBadge();
    const inner = fetchFrom(badge.documents);
    await gather(fromUrl(badge), {
      fetch: (url, want) => {
        asked.push(url);
        return inner(url, want);
      },
      now,
    });
    const { assertion, badgeClass, issuer, image } = badge.urls;
    expect(asked).toEqual([assertion, badgeClass, issuer, image]);
  });

  test('shows what it claims to be when its issuer cannot be reached', async () => {
    const { badgeClass, issuer, assertion } = hostedBadge();
    const copy = { ...assertion, badge: { ...badgeClass, issuer } };
    const source = { kind: 'json', text: JSON.stringify(copy) } as const;
    const { report, credential, original } = await verify(source, {
      fetch: fetchFrom(new Map()),
      now,
    });
    expect(report.verdict).toBe('UNVERIFIABLE');
    expect(credential?.achievement.name).toBe('Welding, level 1');
    expect(original && new TextDecoder().decode(original.bytes)).toBe(source.text);
  });

  test('goes by the host of its issuer when the profile cannot be reached', async () => {
    const badge = hostedBadge();
    const down = { [badge.urls.issuer]: { kind: 'unreachable', because: 'not-reached' } } as const;
    const { report, credential } = await verify(fromUrl(badge), fetched(badge, down));
    expect(report.verdict).toBe('UNVERIFIABLE');
    expect(credential?.issuer).toEqual({ id: badge.urls.issuer, name: 'issuer.example' });
  });

  test('leads nowhere when addresses only name each other', async () => {
    const [a, b] = ['https://a.example/', 'https://b.example/'];
    const others = { [a]: answerWith(a, b), [b]: answerWith(b, a) };
    const deps = { fetch: fetchFrom(new Map(), others), now };
    const { report } = await verify({ kind: 'url', url: a }, deps);
    expect(report.verdict).not.toBe('VALID');
    expect(report.findings).toContainEqual(
      expect.objectContaining({ check: 'FETCH', outcome: 'FAIL' }),
    );
  });
});

describe('moments', () => {
  const badge = hostedBadge({ issuedOn: '2024-03-01T12:00:00Z', expires: '2024-06-01T12:00:00Z' });

  test.each([
    ['2024-03-01T11:54:59.999Z', 'NOT_YET_VALID'],
    ['2024-03-01T11:55:00Z', 'VALID'],
    ['2024-06-01T12:00:00Z', 'VALID'],
    ['2024-06-01T12:00:00.001Z', 'EXPIRED'],
  ])('at %s the badge is %s', async (moment, verdict) => {
    const at = new Date(moment);
    const { report } = await verify(fromUrl(badge), fetched(badge), { at });
    expect(report).toMatchObject({ verdict, checkedAt: at });
  });
});

describe('sentences', () => {
  test('read alike however a fetch failed, and hold no address of a person', async () => {
    const url = 'https://issuer.example/badges/jane%40example.org/1?mail=jane@example.org';
    const source = { kind: 'url', url } as const;
    const down = { kind: 'unreachable', because: 'not-reached' } as const;
    const { report } = await verify(source, { fetch: () => Promise.resolve(down), now });
    const said = report.findings.map(({ because }) => because).join(' ');
    expect(said).toContain('https://issuer.example/badges/…/1 could not be fetched');
    expect(said).not.toMatch(/@|%40/);
  });
});
