import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { collectionChangeModel } from '../../subgraphs/collection/collection-change.model.js';
import { reportModel } from '../../subgraphs/verification/report.model.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';
import { testIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const REPORT = 'verdict checkedAt findings { check outcome }';
const REVERIFY = `mutation ($id: ID!) { reverifyBadge(id: $id) { ${REPORT} } }`;

interface Report {
  readonly verdict: string;
  readonly checkedAt: string;
  readonly findings: readonly { readonly check: string; readonly outcome: string }[];
}

const log = (collection: string) =>
  graph.parts.database.model(collectionChangeModel).find({ collection }).sort({ rev: 1 }).lean();

let issuers = 0;

/** A public collection with one badge of an issuer nobody else has. */
async function shownBadge(expires?: string) {
  issuers += 1;
  const base = `https://issuer-${String(issuers)}.example`;
  const issuer = testIssuer(graph, base);
  const she = await story.earner();
  const { urls } = issuer.issue({
    recipient: she.email,
    ...(expires !== undefined && { expires }),
  });
  const { offerId } = await story.push({ assertionUrl: urls.assertion });
  const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(
    she.as,
    'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
    { id: offerId },
  );
  const collection = await story.collectionOf(she, [acceptOffer.id]);
  return { she, issuer, url: urls.assertion, badge: acceptOffer.id, collection };
}

async function reverify({ as }: TestEarner, id: string): Promise<Report> {
  graph.clock.pass(MINUTE_MS);
  const answer = await graph.data<{ reverifyBadge: Report }>(as, REVERIFY, { id });
  return answer.reverifyBadge;
}

async function shownReport(id: string): Promise<Report> {
  const { badge } = await graph.data<{ badge: { verification: Report } }>(
    ANONYMOUS,
    `query ($id: ID!) { badge(id: $id) { verification { ${REPORT} } } }`,
    { id },
  );
  return badge.verification;
}

const hasUnreachable = ({ findings }: Report) =>
  findings.some(({ outcome }) => outcome === 'UNREACHABLE');

async function unplugged(): Promise<
  Awaited<ReturnType<typeof shownBadge>> & { before: Report; issuer: TestIssuer }
> {
  const shown = await shownBadge();
  const before = await shownReport(shown.badge);
  shown.issuer.unplug();
  return { ...shown, before };
}

describe('checking a badge again', () => {
  test('renews the date while its issuer says the same, without a change in the log', async () => {
    const { she, badge, collection } = await shownBadge();
    const report = await reverify(she, badge);
    expect(report).toMatchObject({
      verdict: 'VALID',
      checkedAt: graph.clock.now().toISOString(),
    });
    expect(await shownReport(badge)).toEqual(report);
    expect(await log(collection)).toMatchObject([{ kind: 'BADGE_ADDED' }]);
  });

  test('is for her own badge only, at most once a minute', async () => {
    const { she, badge, issuer, url } = await shownBadge();
    await reverify(she, badge);
    const asked = issuer.asked(url);
    graph.clock.pass(MINUTE_MS - 1);
    const { errors } = await graph.run(she.as, REVERIFY, { id: badge });
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 } }]);
    const stranger = await story.earner();
    expect(await graph.refusal(stranger.as, REVERIFY, { id: badge })).toBe('NOT_FOUND');
    expect(issuer.asked(url)).toBe(asked);
    graph.clock.pass(1);
    expect(await graph.refusal(she.as, REVERIFY, { id: badge })).toBeUndefined();
  });

  test('tells every collection that shows it when its issuer revoked it', async () => {
    const { she, badge, issuer, url, collection } = await shownBadge();
    const other = await story.collectionOf(she, [badge], 'PRIVATE');
    issuer.answers(url, { status: 410 });
    expect(await reverify(she, badge)).toMatchObject({ verdict: 'REVOKED' });
    expect(await shownReport(badge)).toMatchObject({ verdict: 'REVOKED' });
    const told = [
      { rev: 1, kind: 'BADGE_ADDED' },
      { rev: 2, kind: 'BADGE_STATUS', badge },
    ];
    expect(await log(collection)).toMatchObject(told);
    expect(await log(other)).toMatchObject(told);
    await reverify(she, badge);
    expect(await log(collection)).toHaveLength(2);
  });

  test('keeps the reports that said something else', async () => {
    const { she, badge, issuer, url } = await shownBadge();
    issuer.answers(url, { status: 410 });
    await reverify(she, badge);
    const reports = graph.parts.database.model(reportModel);
    const kept = await reports.find({ subject: badge }).sort({ checkedAt: 1 }).lean();
    expect(kept).toMatchObject([
      { verdict: 'VALID', current: false },
      { verdict: 'REVOKED', current: true },
    ]);
  });

  test('of a removed badge finds nothing', async () => {
    const { she, badge } = await shownBadge();
    await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id: badge });
    expect(await graph.refusal(she.as, REVERIFY, { id: badge })).toBe('NOT_FOUND');
  });
});

describe('while an issuer cannot be reached', () => {
  test('the last verdict stands, with its date and a finding', async () => {
    const { she, badge, before, collection } = await unplugged();
    expect(hasUnreachable(before)).toBe(false);
    const during = await reverify(she, badge);
    expect(during).toMatchObject({ verdict: 'VALID', checkedAt: before.checkedAt });
    expect(hasUnreachable(during)).toBe(true);
    expect(await shownReport(badge)).toEqual(during);
    expect(await log(collection)).toHaveLength(1);
  });

  test('for 30 days the badge becomes UNVERIFIABLE, once, and VALID again afterwards', async () => {
    const { she, issuer, badge, collection } = await unplugged();
    const verdicts: string[] = [];
    await reverify(she, badge);
    for (const days of [15, 14, 1, 1, 30]) {
      graph.clock.pass(days * DAY_MS);
      verdicts.push((await reverify(she, badge)).verdict);
    }
    expect(verdicts).toEqual(['VALID', 'VALID', 'UNVERIFIABLE', 'UNVERIFIABLE', 'UNVERIFIABLE']);
    issuer.plugIn();
    const after = await reverify(she, badge);
    expect(after).toMatchObject({ verdict: 'VALID', checkedAt: graph.clock.now().toISOString() });
    expect(hasUnreachable(after)).toBe(false);
    const kinds = (await log(collection)).map(({ kind }) => kind);
    expect(kinds).toEqual(['BADGE_ADDED', 'BADGE_STATUS', 'BADGE_STATUS']);
  });

  test('now and then nothing flaps: each answer starts the 30 days anew', async () => {
    const { she, issuer, badge, collection } = await unplugged();
    for (let turn = 0; turn < 3; turn += 1) {
      issuer.unplug();
      await reverify(she, badge);
      graph.clock.pass(29 * DAY_MS);
      expect(await reverify(she, badge)).toMatchObject({ verdict: 'VALID' });
      issuer.plugIn();
      await reverify(she, badge);
    }
    expect(await log(collection)).toHaveLength(1);
  });

  test('a revoked badge stays revoked', async () => {
    const { she, issuer, url, badge } = await shownBadge();
    issuer.answers(url, { status: 410 });
    await reverify(she, badge);
    issuer.unplug();
    expect(await reverify(she, badge)).toMatchObject({ verdict: 'REVOKED' });
  });

  test('a badge whose time is over is EXPIRED all the same', async () => {
    const expires = new Date(graph.clock.now().getTime() + DAY_MS).toISOString();
    const { she, issuer, badge } = await shownBadge(expires);
    issuer.unplug();
    expect(await reverify(she, badge)).toMatchObject({ verdict: 'VALID' });
    graph.clock.pass(2 * DAY_MS);
    expect(await reverify(she, badge)).toMatchObject({ verdict: 'EXPIRED' });
  });
});
