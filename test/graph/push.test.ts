import { describe, expect, test } from '@jest/globals';
import { bake, digestOf } from '../../src/openbadges/index.js';
import type { FetchAnswer } from '../../src/openbadges/index.js';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { offerModel } from '../../subgraphs/badge/offer.model.js';
import { samplePng } from '../support/badges.js';
import type { HostedBadge } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { ACCEPT, PUSH, storyOn } from './story.js';
import { testIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const offersTo = (recipient: string) =>
  graph.parts.database.model(offerModel).find({ recipient }).lean();
const RECIPIENT_HOLDS = { check: 'RECIPIENT', outcome: 'PASS' };

describe('a push', () => {
  test.each<[string, (badge: HostedBadge) => Readonly<Record<string, unknown>>]>([
    ['its URL', ({ urls }) => ({ assertionUrl: urls.assertion })],
    ['its JSON', ({ assertion }) => ({ credential: assertion })],
    [
      'a baked PNG',
      ({ assertion }) => ({ image: base64(bake(samplePng(), JSON.stringify(assertion))) }),
    ],
    ['a PNG with its URL', ({ urls }) => ({ image: base64(bake(samplePng(), urls.assertion)) })],
  ])('takes a badge by %s and keeps what its issuer wrote byte for byte', async (_, source) => {
    const email = story.newAddress();
    const badge = story.issuer.issue({ recipient: email });
    const receipt = await story.push(source(badge));
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID' } });
    expect(receipt.report.findings).toContainEqual(RECIPIENT_HOLDS);
    const [offer] = await offersTo(email);
    const written = new TextEncoder().encode(JSON.stringify(badge.assertion));
    expect(offer).toMatchObject({ _id: receipt.offerId, digest: digestOf(written) });
    expect(offer && Buffer.from(offer.original.buffer).equals(Buffer.from(written))).toBe(true);
  });

  test.each(['V2_0', 'V1_1', 'V1_0'] as const)('takes a hosted badge %s', async (version) => {
    const { urls } = story.issuer.issue({ recipient: story.newAddress(), version });
    const receipt = await story.push({ assertionUrl: urls.assertion });
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID', version } });
  });

  test.each<[string, Partial<FetchAnswer>, string]>([
    ['a revoked badge', { status: 410 }, 'REVOKED'],
    ['something that is no badge', { body: new TextEncoder().encode('<p>No.</p>') }, 'INVALID'],
    ['a badge cut short', { body: new TextEncoder().encode('{"@context": "https') }, 'INVALID'],
    ['a badge that is not there', { status: 404 }, 'UNVERIFIABLE'],
    ['a server that does not answer', { kind: 'unreachable' }, 'UNVERIFIABLE'],
  ])('refuses %s and stores nothing', async (_, answer, verdict) => {
    const email = story.newAddress();
    const { urls } = story.issuer.issue({ recipient: email });
    story.issuer.answers(urls.assertion, answer);
    const receipt = await story.push({ assertionUrl: urls.assertion }, email);
    expect(receipt).toMatchObject({ state: 'REFUSED', offerId: null, report: { verdict } });
    expect(await offersTo(email)).toEqual([]);
  });

  test('refuses a badge whose issuer marked it as revoked, though it can be read', async () => {
    const email = story.newAddress();
    const { urls } = story.issuer.issue({
      recipient: email,
      changes: { assertion: { revoked: true } },
    });
    const receipt = await story.push({ assertionUrl: urls.assertion });
    expect(receipt).toMatchObject({ state: 'REFUSED', report: { verdict: 'REVOKED' } });
    expect(await offersTo(email)).toEqual([]);
  });

  test('refuses a badge whose parts contradict each other', async () => {
    const email = story.newAddress();
    const elsewhere = { id: 'https://issuer.example/assertions/other' };
    const { urls } = story.issuer.issue({ recipient: email, changes: { assertion: elsewhere } });
    const receipt = await story.push({ assertionUrl: urls.assertion });
    expect(receipt).toMatchObject({ state: 'REFUSED', report: { verdict: 'INVALID' } });
    expect(await offersTo(email)).toEqual([]);
  });

  test('refuses a picture without a badge in it', async () => {
    const receipt = await story.push({ image: base64(samplePng()) });
    expect(receipt).toMatchObject({ state: 'REFUSED', offerId: null });
  });

  test('offers an expired badge, with its verdict, for her to judge', async () => {
    const { urls } = story.issuer.issue({
      recipient: story.newAddress(),
      expires: '2025-06-01T00:00:00Z',
    });
    const receipt = await story.push({ assertionUrl: urls.assertion });
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'EXPIRED' } });
  });

  test('offers a badge of which a part cannot be reached, with its verdict', async () => {
    const half = testIssuer(graph, 'https://half.example');
    const { urls } = half.issue({ recipient: story.newAddress() });
    half.answers(urls.issuer, { kind: 'unreachable' });
    const receipt = await story.push({ assertionUrl: urls.assertion });
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'UNVERIFIABLE' } });
  });
});

describe('the input of a push', () => {
  const { urls, assertion } = story.issuer.issue({ recipient: 'input@example.org' });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no source', { source: {} }, 'input.source'],
    [
      'two sources',
      { source: { assertionUrl: urls.assertion, credential: assertion } },
      'input.source',
    ],
    ['a signature that is none', { source: { signature: 'e30.e30' } }, 'input.source.signature'],
  ])('with %s is BAD_INPUT and names the field', async (_, input, field) => {
    const { data, errors } = await graph.run(ANONYMOUS, PUSH, { input });
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field } }]);
  });

  test('has to name the recipient when the badge names her only by a hash', async () => {
    const she = await story.earner();
    const hashed = story.issuer.issue({ recipient: she.email, salt: 'deadsea' });
    const source = { assertionUrl: hashed.urls.assertion };
    const { errors } = await graph.run(ANONYMOUS, PUSH, { input: { source } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: 'input.recipient' } }]);
    const receipt = await story.push(source, she.email);
    expect(receipt.report.findings).toContainEqual(RECIPIENT_HOLDS);
    expect(await graph.refusal(she.as, ACCEPT, { id: receipt.offerId })).toBeUndefined();
  });

  test('may name somebody the badge does not: offered with a warning, never hers', async () => {
    const she = await story.earner();
    const { urls: others } = story.issuer.issue({ recipient: 'somebody-else@example.org' });
    const receipt = await story.push({ assertionUrl: others.assertion }, she.email);
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID' } });
    expect(receipt.report.findings).toContainEqual({ check: 'RECIPIENT', outcome: 'WARN' });
    expect(await graph.refusal(she.as, ACCEPT, { id: receipt.offerId })).toBe('NOT_YOUR_BADGE');
  });
});
