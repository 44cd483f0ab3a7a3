import { describe, expect, test } from '@jest/globals';
import { bake } from '../../src/openbadges/index.js';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { samplePng } from '../support/badges.js';
import type { BadgeOptions, HostedBadge } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { importsOn } from './import-story.js';
import { ACCEPT, storyOn } from './story.js';
import { testIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);
const { importBadge, byNobody, proveAddress, sign, stored, offersTo, reportsOf } = importsOn(graph);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const HERS = expect.objectContaining({ check: 'RECIPIENT', outcome: 'PASS' });
const NOT_HERS = expect.objectContaining({ check: 'RECIPIENT', outcome: 'FAIL' });
const NOTHING = { badges: 0, offers: 0 };

describe('a badge she brings herself', () => {
  test.each<[string, (badge: HostedBadge) => Readonly<Record<string, unknown>>]>([
    ['its URL', ({ urls }) => ({ assertionUrl: urls.assertion })],
    ['its JSON', ({ assertion }) => ({ credential: assertion })],
    ['the text of its JSON', ({ assertion }) => ({ credential: JSON.stringify(assertion) })],
    ['a text with its URL', ({ urls }) => ({ credential: `${urls.assertion}\n` })],
    [
      'a baked PNG',
      ({ assertion }) => ({ image: base64(bake(samplePng(), JSON.stringify(assertion))) }),
    ],
    ['a PNG with its URL', ({ urls }) => ({ image: base64(bake(samplePng(), urls.assertion)) })],
  ])('by %s is hers at once when it is VALID, and no offer', async (_, source) => {
    const she = await story.earner();
    const badge = story.issuer.issue({ recipient: she.email });
    const result = await importBadge(she, source(badge));
    expect(result).toMatchObject({
      badge: { name: 'Welding, level 1' },
      offer: null,
      report: { verdict: 'VALID' },
    });
    expect(result.report.findings).toContainEqual(HERS);
    expect(await stored(she)).toEqual({ badges: 1, offers: 0 });
  });

  test('is like any badge of hers: private, with its report, its issuer and its picture', async () => {
    const she = await story.earner();
    const { urls, assertion } = story.issuer.issue({ recipient: she.email });
    const { badge } = await importBadge(she, { assertionUrl: urls.assertion });
    const seen = await graph.data(
      she.as,
      `query ($id: ID!) { badge(id: $id) { visibility credential credentialJws imageUrl
        issuer { name } verification { verdict findings { check outcome } } } }`,
      { id: badge?.id },
    );
    expect(seen).toMatchObject({
      badge: {
        visibility: 'PRIVATE',
        credential: assertion,
        credentialJws: null,
        imageUrl: expect.stringMatching(/^https:\/\/hub\.example\//),
        issuer: { name: 'Example Workshop' },
        verification: { verdict: 'VALID', findings: expect.arrayContaining([HERS]) },
      },
    });
    expect(await reportsOf(badge?.id ?? '')).toHaveLength(1);
  });

  test.each<[string, BadgeOptions]>([
    ['in plain text', {}],
    ['by a hash', { salt: '' }],
    ['by a hash with salt', { salt: 'deadsea' }],
  ])('is known as hers when it names her %s', async (_, options) => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, ...options });
    const { badge } = await importBadge(she, { assertionUrl: urls.assertion });
    expect(badge).not.toBeNull();
  });

  test.each([
    ['as she typed it', 'Ada.Lovelace@Example.org', 'Ada.Lovelace@Example.org'],
    ['in lower case', 'Ada.Byron@Example.org', 'ada.byron@example.org'],
  ])('is known as hers when its hash is over her address %s', async (_, typed, recipient) => {
    const she = await story.earner(typed);
    const { urls } = story.issuer.issue({ recipient, salt: 'deadsea' });
    expect((await importBadge(she, { assertionUrl: urls.assertion })).badge).not.toBeNull();
  });

  test('is known as hers by any of her addresses', async () => {
    const she = await story.earner();
    const second = story.newAddress();
    const { urls } = story.issuer.issue({ recipient: second, salt: 'deadsea' });
    const source = { assertionUrl: urls.assertion };
    expect((await importBadge(she, source)).report.findings).toContainEqual(NOT_HERS);
    await proveAddress(she, second);
    expect((await importBadge(she, source)).badge).not.toBeNull();
  });

  test.each<[string, BadgeOptions['version'], (jws: string) => Readonly<Record<string, unknown>>]>([
    ['a JWS', 'V2_0', (jws) => ({ signature: jws })],
    ['the text of a JWS', 'V1_1', (jws) => ({ credential: `${jws}\n` })],
    ['a PNG with a JWS', 'V2_0', (jws) => ({ image: base64(bake(samplePng(), jws)) })],
  ])('may be signed: %s of %s', async (_, version = 'V2_0', source) => {
    const she = await story.earner();
    const options = {
      recipient: she.email,
      salt: 'deadsea',
      slug: String(Math.abs(source.length)),
    };
    const jws = sign('https://signer.example', { ...options, version });
    const { badge, report } = await importBadge(she, source(jws));
    expect(report.verdict).toBe('VALID');
    const seen = await graph.data(
      she.as,
      'query ($id: ID!) { badge(id: $id) { credential credentialJws version } }',
      { id: badge?.id },
    );
    const recipient = expect.objectContaining({ salt: 'deadsea' });
    expect(seen).toMatchObject({
      badge: { credential: { recipient }, credentialJws: jws, version },
    });
  });
});

describe('what the issuer wrote', () => {
  const READ = 'query ($id: ID!) { badge(id: $id) { credential credentialJws } }';
  const SHOW = `mutation ($id: ID!, $reveal: Boolean) {
    setBadgeVisibility(id: $id, visibility: PUBLIC, revealRecipient: $reveal) { id } }`;

  test('is for others, signed or not, only when it hides her address or she reveals it', async () => {
    const she = await story.earner();
    const jws = sign('https://signer.example', { recipient: she.email });
    const { badge } = await importBadge(she, { signature: jws });
    const id = badge?.id;
    await graph.data(she.as, SHOW, { id, reveal: false });
    expect(await graph.data(ANONYMOUS, READ, { id })).toEqual({
      badge: { credential: null, credentialJws: null },
    });
    await graph.data(she.as, SHOW, { id, reveal: true });
    expect(await graph.data(ANONYMOUS, READ, { id })).toMatchObject({
      badge: { credential: { '@context': expect.anything() }, credentialJws: jws },
    });
  });

  test('is read out of the picture it came in where its issuer could not be asked', async () => {
    const she = await story.earner();
    const issuer = testIssuer(graph, 'https://offline.example');
    const { assertion, badgeClass } = issuer.issue({ recipient: she.email });
    issuer.unplug();
    const credential = { ...assertion, badge: badgeClass };
    const image = base64(bake(samplePng(), JSON.stringify(credential)));
    const { offer } = await importBadge(she, { image });
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(she.as, ACCEPT, {
      id: offer?.id,
    });
    expect(await graph.data(she.as, READ, { id: acceptOffer.id })).toEqual({
      badge: { credential, credentialJws: null },
    });
  });
});

describe('importing again', () => {
  test('gives the same badge, in whatever form', async () => {
    const she = await story.earner();
    const { urls, assertion } = story.issuer.issue({ recipient: she.email });
    const first = await importBadge(she, { assertionUrl: urls.assertion });
    const picture = base64(bake(samplePng(), JSON.stringify(assertion)));
    expect(await importBadge(she, { image: picture })).toMatchObject({ badge: first.badge });
    expect(await stored(she)).toEqual({ badges: 1, offers: 0 });
  });

  test('twenty times at once makes one badge with one report', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => importBadge(she, { assertionUrl: urls.assertion })),
    );
    const [id, ...others] = new Set(results.map(({ badge }) => badge?.id));
    expect(others).toEqual([]);
    expect(await stored(she)).toEqual({ badges: 1, offers: 0 });
    expect(await reportsOf(id ?? '')).toHaveLength(1);
  });

  test('gives the badge she has, though it has expired since', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, expires: '2100-06-01T00:00:00Z' });
    const first = await importBadge(she, { assertionUrl: urls.assertion });
    graph.clock.pass(365 * 86_400_000);
    const again = await importBadge(she, { assertionUrl: urls.assertion });
    expect(again).toMatchObject({ badge: first.badge, report: { verdict: 'EXPIRED' } });
  });

  test('says why not when the badge she has was revoked since', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    await importBadge(she, { assertionUrl: urls.assertion });
    story.issuer.answers(urls.assertion, { status: 410 });
    const again = await importBadge(she, { assertionUrl: urls.assertion });
    expect(again).toMatchObject({ badge: null, offer: null, report: { verdict: 'REVOKED' } });
    expect(await stored(she)).toEqual({ badges: 1, offers: 0 });
  });

  test('brings back what she removed', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const first = await importBadge(she, { assertionUrl: urls.assertion });
    const remove = 'mutation ($id: ID!) { removeBadge(id: $id) }';
    await graph.data(she.as, remove, { id: first.badge?.id });
    const again = await importBadge(she, { assertionUrl: urls.assertion });
    expect(again.badge).not.toBeNull();
    expect(again.badge).not.toEqual(first.badge);
  });
});

describe('a badge of hers that is not VALID', () => {
  const unreachable = testIssuer(graph, 'https://half.example');

  test.each<[string, (recipient: string) => Readonly<Record<string, unknown>>]>([
    [
      'EXPIRED',
      (recipient) => ({
        assertionUrl: story.issuer.issue({ recipient, expires: '2025-01-01T00:00:00Z' }).urls
          .assertion,
      }),
    ],
    [
      'NOT_YET_VALID',
      (recipient) => ({
        assertionUrl: story.issuer.issue({ recipient, issuedOn: '2190-01-01T00:00:00Z' }).urls
          .assertion,
      }),
    ],
    [
      'UNVERIFIABLE',
      (recipient) => {
        const { urls } = unreachable.issue({ recipient });
        unreachable.answers(urls.issuer, { kind: 'unreachable' });
        return { assertionUrl: urls.assertion };
      },
    ],
    [
      'UNBOUND',
      (recipient) => {
        sign('https://keys.example', { version: 'V1_1' });
        const verify = { type: 'signed', url: 'https://keys.example/key' };
        const options = { recipient, version: 'V1_1', changes: { assertion: { verify } } } as const;
        return { signature: sign('https://unbound.example', options) };
      },
    ],
  ])('but %s waits in her inbox, with what was found', async (verdict, source) => {
    const she = await story.earner();
    const result = await importBadge(she, source(she.email));
    expect(result).toMatchObject({ badge: null, offer: { state: 'PENDING' }, report: { verdict } });
    const inbox = await graph.data(
      she.as,
      '{ me { inbox { edges { node { id report { verdict } } } } } }',
    );
    const node = { id: result.offer?.id, report: { verdict } };
    expect(inbox).toEqual({ me: { inbox: { edges: [{ node }] } } });
    expect(await stored(she)).toEqual({ badges: 0, offers: 1 });
  });

  test.each<[string, BadgeOptions, string]>([
    ['REVOKED', { changes: { assertion: { revoked: true } } }, 'revoked'],
    [
      'INVALID',
      { changes: { assertion: { id: 'https://issuer.example/assertions/other' } } },
      'https://issuer.example/assertions/',
    ],
  ])('but %s is not stored, and the report says why', async (verdict, options, says) => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, ...options });
    const result = await importBadge(she, { assertionUrl: urls.assertion });
    expect(result).toMatchObject({ badge: null, offer: null, report: { verdict } });
    expect(result.report.findings).toContainEqual(
      expect.objectContaining({ outcome: 'FAIL', because: expect.stringContaining(says) }),
    );
    expect(await stored(she)).toEqual(NOTHING);
  });

  test('is the same offer however often, and whatever she answered before', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, expires: '2025-01-01T00:00:00Z' });
    const source = { assertionUrl: urls.assertion };
    const first = await importBadge(she, source);
    expect(await importBadge(she, source)).toEqual(first);
    const decline = 'mutation ($id: ID!) { declineOffer(id: $id, reason: SPAM) { state } }';
    await graph.data(she.as, decline, { id: first.offer?.id });
    expect(await importBadge(she, source)).toEqual(first);
    expect(await stored(she)).toEqual({ badges: 0, offers: 1 });
  });

  test('brought twenty times at once is one offer', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, expires: '2025-01-01T00:00:00Z' });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => importBadge(she, { assertionUrl: urls.assertion })),
    );
    expect(new Set(results.map(({ offer }) => offer?.id)).size).toBe(1);
    expect(await stored(she)).toEqual({ badges: 0, offers: 1 });
  });
});

describe('what is not hers', () => {
  test.each<[string, BadgeOptions]>([
    ['by name', {}],
    ['by a hash', { salt: 'deadsea' }],
  ])('is not stored, nor offered to whom it names %s', async (_, options) => {
    const she = await story.earner();
    const other = await story.earner();
    const { urls } = story.issuer.issue({ recipient: other.email, ...options });
    const result = await importBadge(she, { assertionUrl: urls.assertion });
    expect(result).toMatchObject({ badge: null, offer: null, report: { verdict: 'INVALID' } });
    expect(result.report.findings).toContainEqual(NOT_HERS);
    expect([await stored(she), await stored(other)]).toEqual([NOTHING, NOTHING]);
  });

  test('is not stored either when it is not VALID for other reasons', async () => {
    const she = await story.earner();
    const other = story.newAddress();
    const { urls } = story.issuer.issue({ recipient: other, expires: '2025-01-01T00:00:00Z' });
    const result = await importBadge(she, { assertionUrl: urls.assertion });
    expect(result).toMatchObject({ badge: null, offer: null });
    expect(await offersTo(other)).toEqual([]);
  });

  test('as far as can be told, since no address is named, is not stored', async () => {
    const she = await story.earner();
    const recipient = { type: 'telephone', identity: '+49 30 1234', hashed: false };
    const { urls } = story.issuer.issue({ changes: { assertion: { recipient } } });
    const result = await importBadge(she, { assertionUrl: urls.assertion });
    expect(result).toMatchObject({ badge: null, offer: null, report: { verdict: 'UNVERIFIABLE' } });
    expect(await stored(she)).toEqual(NOTHING);
  });
});

describe('what cannot be imported', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a picture without a badge', { image: base64(samplePng()) }, 'UNBAKE'],
    ['no picture', { image: base64(Buffer.from('hello')) }, 'UNBAKE'],
    ['text', { credential: 'hello' }, 'PARSE'],
    ['half a badge', { credential: '{"@context": ' }, 'PARSE'],
    ['nobody’s address', { assertionUrl: 'https://nobody.example/1' }, 'FETCH'],
  ])('is refused with a report that names the failing check: %s', async (_, source, check) => {
    const she = await story.earner();
    const result = await importBadge(she, source);
    expect(result).toMatchObject({ badge: null, offer: null });
    expect(result.report.findings).toContainEqual(
      expect.objectContaining({
        check,
        outcome: expect.stringMatching(/FAIL|UNREACHABLE/),
        because: expect.any(String),
      }),
    );
    expect(await stored(she)).toEqual(NOTHING);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['nothing', {}, 'input'],
    ['two forms', { credential: {}, assertionUrl: 'https://a.example/' }, 'input'],
    ['a signature that is none', { signature: 'hello' }, 'input.signature'],
  ])('names the field when the input is %s', async (_, input, field) => {
    const she = await story.earner();
    const { errors } = await graph.run(
      she.as,
      'mutation ($input: BadgeSourceInput!) { importBadge(input: $input) { report { verdict } } }',
      { input },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field } }]);
  });

  test('by somebody who is not signed in asks nobody anything', async () => {
    const { urls } = story.issuer.issue();
    const { data, errors } = await byNobody({ assertionUrl: urls.assertion });
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(story.issuer.asked(urls.assertion)).toBe(0);
  });
});
