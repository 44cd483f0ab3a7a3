import { afterEach, describe, expect, test } from '@jest/globals';
import { evidenceOf } from '../../subgraphs/verification/index.js';
import { issuerHostModel } from '../../subgraphs/verification/issuer-host.model.js';
import { recheckJobModel } from '../../subgraphs/verification/recheck-job.model.js';
import { testGraph } from '../support/graph.js';
import { DAY_MS, MINUTE_MS, REVERIFY, holdingsOn, intercept } from './held-badge.js';
import { storyOn } from './story.js';
import { testIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);
const holdings = holdingsOn(graph, story);
const { hold, job, recheck, report } = holdings;

const HOUR_MS = 3_600_000;

// What one test leaves due is no work for the next one.
afterEach(async () => {
  await jobs().deleteMany({});
});

const jobs = () => graph.parts.database.model(recheckJobModel);
const hosts = () => graph.parts.database.model(issuerHostModel);

const waitMs = async (badge: string): Promise<number> =>
  (await job(badge)).dueAt.getTime() - graph.clock.now().getTime();

const hasUnreachable = async (badge: string): Promise<boolean> =>
  (await report(badge)).findings.some(({ outcome }) => outcome === 'UNREACHABLE');

describe('an issuer that does not answer', () => {
  test('is left alone for a minute after three failures in a row, then for two', async () => {
    const { issuer } = await holdings.holdMany('https://dead.example', 6);
    issuer.unplug();
    graph.clock.pass(DAY_MS);
    const before = issuer.requests.length;
    const asked: number[] = [];
    for (const minutes of [0, 1, 1, 1]) {
      graph.clock.pass(minutes * MINUTE_MS);
      await recheck();
      asked.push(issuer.requests.length - before);
    }
    expect(asked).toEqual([3, 4, 4, 5]);
  });

  test('is asked about each badge again after an hour, then two, then four', async () => {
    const held = await hold();
    held.issuer.unplug();
    graph.clock.pass(DAY_MS);
    for (const hours of [1, 2, 4, 8, 16, 24, 24]) {
      await recheck();
      const hoursLeft = (await waitMs(held.badge)) / HOUR_MS;
      expect(hoursLeft).toBeLessThanOrEqual(hours);
      expect(hoursLeft).toBeGreaterThanOrEqual(hours * 0.8);
      graph.clock.pass(hours * HOUR_MS + MINUTE_MS);
    }
    held.issuer.plugIn();
    await recheck();
    expect((await job(held.badge)).tries).toBe(0);
    expect((await waitMs(held.badge)) / HOUR_MS).toBeGreaterThan(19);
  });

  test('is asked all the same about a badge that waited for a day', async () => {
    const held = await hold();
    held.issuer.unplug();
    graph.clock.pass(DAY_MS);
    const { host } = await job(held.badge);
    const restsUntil = new Date(graph.clock.now().getTime() + HOUR_MS);
    await hosts().updateOne(
      { _id: host ?? '' },
      { $set: { restsUntil, expiresAt: restsUntil } },
      { upsert: true },
    );
    const asked = held.issuer.requests.length;
    await recheck();
    expect(held.issuer.requests).toHaveLength(asked);
    const plannedAt = new Date(graph.clock.now().getTime() - DAY_MS);
    await jobs().updateOne({ _id: held.badge }, { $set: { plannedAt } });
    await holdings.makeDue(held.badge);
    await recheck();
    expect(held.issuer.requests).toHaveLength(asked + 1);
    expect(await hasUnreachable(held.badge)).toBe(true);
  });

  test('of a badge accepted in that state is asked soon', async () => {
    const issuer = testIssuer(graph, 'https://half.example');
    issuer.answers(`${issuer.base}/issuer`, { kind: 'unreachable' });
    const { badge } = await hold({ issuer });
    expect((await report(badge)).verdict).toBe('UNVERIFIABLE');
    expect(await waitMs(badge)).toBeLessThanOrEqual(HOUR_MS);
  });
});

describe('an issuer that asks to be left alone', () => {
  /** Two badges of an issuer that answers the first of them in this way from now on. */
  async function pair(base: string, answer: Parameters<TestIssuer['answers']>[1]) {
    const issuer = testIssuer(graph, base);
    const first = await hold({ issuer });
    const second = await hold({ issuer });
    await holdings.makeDue(first.badge);
    issuer.answers(first.urls.assertion, answer);
    return { issuer, first, second };
  }

  test.each([
    ['for an hour', { status: 503, retryAfterSeconds: 3_600 }, HOUR_MS],
    ['for a minute, without saying so', { status: 429 }, MINUTE_MS],
    ['for a year, which is a day here', { status: 429, retryAfterSeconds: 31_536_000 }, DAY_MS],
  ])('is, %s, and its badges wait', async (title, answer, restMs) => {
    const { issuer, first, second } = await pair(
      `https://${title.replaceAll(/\W/g, '')}.example`,
      answer,
    );
    await recheck();
    expect(await waitMs(first.badge)).toBe(restMs);
    expect(await hasUnreachable(first.badge)).toBe(false);
    await holdings.makeDue(second.badge);
    const asked = issuer.requests.length;
    await recheck();
    expect(issuer.requests).toHaveLength(asked);
    expect(await waitMs(second.badge)).toBe(restMs);
    graph.clock.pass(restMs);
    await recheck();
    expect(issuer.requests.length).toBeGreaterThan(asked);
  });

  test('every time is reported as one that cannot be asked, after a day', async () => {
    const held = await hold();
    held.issuer.answers(held.urls.assertion, { status: 503, retryAfterSeconds: 6 * 3_600 });
    graph.clock.pass(DAY_MS);
    const seen: boolean[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await recheck();
      seen.push(await hasUnreachable(held.badge));
      graph.clock.pass(6 * HOUR_MS + MINUTE_MS);
    }
    expect(seen[0]).toBe(false);
    expect(seen.at(-1)).toBe(true);
    expect((await report(held.badge)).verdict).toBe('VALID');
  });

  test('is not asked by hand either', async () => {
    const held = await hold();
    held.issuer.answers(held.urls.assertion, { status: 503, retryAfterSeconds: 600 });
    expect(await holdings.reverify(held)).toBe('VALID');
    const asked = held.issuer.requests.length;
    graph.clock.pass(MINUTE_MS);
    const { errors } = await graph.run(held.she.as, REVERIFY, { id: held.badge });
    expect(errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 540 } },
    ]);
    expect(held.issuer.requests).toHaveLength(asked);
  });

  test('speaks for itself only: after a redirect it is another one that asks', async () => {
    const held = await hold();
    const elsewhere = 'https://elsewhere.example/busy';
    held.issuer.answers(held.urls.assertion, {
      status: 503,
      retryAfterSeconds: 600,
      url: elsewhere,
    });
    graph.clock.pass(DAY_MS);
    await recheck();
    const [own, other] = await Promise.all([
      hosts().findById(new URL(held.issuer.base).host).lean(),
      hosts().findById('elsewhere.example').lean(),
    ]);
    expect(own?.notBefore).toBeUndefined();
    expect(other?.notBefore).toEqual(new Date(graph.clock.now().getTime() + 600_000));
  });
});

describe('checking again', () => {
  test('asks only for what changed, and judges by what was kept', async () => {
    const held = await hold();
    const etag = '"first"';
    for (const url of [held.urls.assertion, held.urls.badgeClass, held.urls.issuer]) {
      held.issuer.answers(url, { etag });
    }
    await holdings.reverify(held);
    intercept(graph, held.issuer.base, (server) => async (url, want) => {
      const answer = await server(url, want);
      if (want.headers?.['if-none-match'] !== etag || answer.kind !== 'answered') return answer;
      return { ...answer, status: 304, body: new Uint8Array() };
    });
    graph.clock.pass(DAY_MS);
    for (let turn = 0; turn < 2; turn += 1) {
      const since = held.issuer.requests.length;
      graph.clock.pass(DAY_MS);
      await recheck();
      const conditions = held.issuer.requests.slice(since).map(({ headers }) => headers);
      expect(conditions).toEqual(Array(3).fill({ 'if-none-match': etag }));
      const { _id, verdict, checkedAt } = await report(held.badge);
      expect([verdict, checkedAt]).toEqual(['VALID', graph.clock.now()]);
      const kept = await evidenceOf(_id, graph.parts.database);
      expect(kept?.answers.map(({ answer }) => answer)).toEqual(
        Array(3).fill(expect.objectContaining({ status: 200, etag })),
      );
    }
    held.issuer.answers(held.urls.assertion, { status: 410, etag: '"second"' });
    intercept(
      graph,
      held.issuer.base,
      (server) => (url, want) => server(url, { ...want, headers: {} }),
    );
    graph.clock.pass(DAY_MS);
    await recheck();
    expect((await report(held.badge)).verdict).toBe('REVOKED');
  });

  test('does not fetch a picture again that was seen, but one that was missing', async () => {
    const held = await hold();
    const asked = held.issuer.asked(held.urls.image);
    graph.clock.pass(DAY_MS);
    await recheck();
    expect(held.issuer.asked(held.urls.image)).toBe(asked);
    const base = 'https://no-picture.example';
    const changes = { badgeClass: { image: `${base}/missing` } };
    const other = await hold({ base, changes });
    graph.clock.pass(DAY_MS);
    await recheck();
    expect(other.issuer.asked(`${base}/missing`)).toBe(2);
  });

  test('works for jobs of before hosts were known, and remembers the host', async () => {
    const held = await hold();
    const unset = { host: 1, plannedAt: 1, tries: 1, fence: 1 } as const;
    await jobs().updateOne({ _id: held.badge }, { $unset: unset });
    graph.clock.pass(DAY_MS);
    await recheck();
    expect(await job(held.badge)).toMatchObject({ host: new URL(held.issuer.base).host, fence: 1 });
    expect(await waitMs(held.badge)).toBeGreaterThan(0);
  });

  test('gives up on a badge that makes it fetch for more than a minute', async () => {
    const held = await hold();
    graph.clock.pass(DAY_MS);
    const before = held.issuer.requests.length;
    intercept(graph, held.issuer.base, (server) => (url, want) => {
      graph.clock.pass(MINUTE_MS + 1);
      return server(url, want);
    });
    await recheck();
    expect(held.issuer.requests).toHaveLength(before + 1);
    expect(await hasUnreachable(held.badge)).toBe(true);
  });
});
