import { afterEach, describe, expect, test } from '@jest/globals';
import { recheckJobModel } from '../../subgraphs/verification/recheck-job.model.js';
import { testGraph } from '../support/graph.js';
import { until } from '../support/until.js';
import { DAY_MS, MINUTE_MS, holdingsOn, intercept } from './held-badge.js';
import type { HeldBadge } from './held-badge.js';
import { storyOn } from './story.js';
import type { TestIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);
const holdings = holdingsOn(graph, story);
const { hold, job, recheck, report } = holdings;

const HOUR_MS = 3_600_000;

// What one test leaves due is no work for the next one.
afterEach(async () => {
  await graph.parts.database.model(recheckJobModel).deleteMany({});
});

/** From now on every answer of this issuer waits; what it is waited for, and how to let it go on. */
function holdUp({ base }: TestIssuer): {
  readonly waiting: () => number;
  readonly letGo: () => void;
} {
  let waiting = 0;
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  intercept(graph, base, (server) => async (url, want) => {
    waiting += 1;
    await gone;
    return server(url, want);
  });
  return {
    waiting: () => waiting,
    letGo: () => {
      letGo();
    },
  };
}

/** How many requests run at once, for each server and all together. */
function watchTraffic(bases: readonly string[]) {
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  const count = (name: string, by: number): void => {
    const now = (running.get(name) ?? 0) + by;
    running.set(name, now);
    most.set(name, Math.max(most.get(name) ?? 0, now));
  };
  for (const base of bases) {
    intercept(graph, base, (server) => async (url, want) => {
      count(base, 1);
      count('all', 1);
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      count(base, -1);
      count('all', -1);
      return server(url, want);
    });
  }
  return { mostAt: (name: string) => most.get(name) ?? 0 };
}

/** Lets time pass while something waits for a server that somebody else talks to. */
async function passWhile(work: Promise<unknown>): Promise<void> {
  const state = { done: false };
  const ended = work.finally(() => (state.done = true));
  await until(() => {
    graph.clock.pass(250);
    return Promise.resolve(state.done);
  });
  await ended;
}

describe('several workers', () => {
  test('talk to each issuer one at a time, to several issuers at once, and check nothing twice', async () => {
    const bases = ['https://a.crowd.example', 'https://b.crowd.example', 'https://c.crowd.example'];
    const held: HeldBadge[] = [];
    for (const base of bases) held.push(...(await holdings.holdMany(base, 4)).held);
    graph.clock.pass(DAY_MS);
    const before = held.map(({ issuer, urls }) => issuer.asked(urls.assertion));
    const traffic = watchTraffic(bases);
    await Promise.all([recheck(), recheck(), recheck()]);
    expect(bases.map((base) => traffic.mostAt(base))).toEqual([1, 1, 1]);
    expect(traffic.mostAt('all')).toBeGreaterThan(1);
    const after = held.map(({ issuer, urls }) => issuer.asked(urls.assertion));
    expect(after).toEqual(before.map((asked) => asked + 1));
  });

  test('take turns at a server that badges of several issuers need', async () => {
    const shared = 'https://cdn.crowd.example';
    graph.issuers.set(shared, (url) =>
      Promise.resolve({ kind: 'answered', url, status: 404, body: new Uint8Array() }),
    );
    const changes = { badgeClass: { image: `${shared}/missing` } };
    const held: HeldBadge[] = [];
    for (let made = 0; made < 4; made += 1) {
      held.push(await hold({ base: `https://${String(made)}.lot.example`, changes }));
    }
    graph.clock.pass(DAY_MS);
    const traffic = watchTraffic([shared]);
    await passWhile(Promise.all([recheck(), recheck()]));
    expect(traffic.mostAt(shared)).toBe(1);
    for (const { badge } of held) {
      expect((await report(badge)).checkedAt.getTime()).toBeGreaterThan(
        graph.clock.now().getTime() - HOUR_MS,
      );
    }
  });

  test('leave a badge to whoever took it last: who comes too late changes nothing', async () => {
    const held = await hold();
    graph.clock.pass(DAY_MS);
    const slow = holdUp(held.issuer);
    const late = recheck();
    await until(() => Promise.resolve(slow.waiting() === 1));
    const { base } = held.issuer;
    const hanging = graph.issuers.get(base);
    held.issuer.answers(held.urls.assertion, { status: 410 });
    graph.issuers.set(base, (url) =>
      Promise.resolve({ kind: 'answered', url, status: 410, body: new Uint8Array() }),
    );
    graph.clock.pass(10 * MINUTE_MS);
    // Either worker may be the one that takes it again.
    await recheck();
    await until(async () => (await report(held.badge)).verdict === 'REVOKED');
    if (hanging !== undefined) graph.issuers.set(base, hanging);
    held.issuer.answers(held.urls.assertion, { status: 200 });
    slow.letGo();
    await late;
    expect((await report(held.badge)).verdict).toBe('REVOKED');
    expect((await job(held.badge)).fence).toBe(2);
  });

  test('come too late after she asked herself, too', async () => {
    const held = await hold();
    graph.clock.pass(DAY_MS);
    const slow = holdUp(held.issuer);
    const late = recheck();
    await until(() => Promise.resolve(slow.waiting() === 1));
    const hanging = graph.issuers.get(held.issuer.base);
    graph.issuers.set(held.issuer.base, (url) =>
      Promise.resolve({ kind: 'answered', url, status: 410, body: new Uint8Array() }),
    );
    expect(await holdings.reverify(held)).toBe('REVOKED');
    if (hanging !== undefined) graph.issuers.set(held.issuer.base, hanging);
    slow.letGo();
    await late;
    expect((await report(held.badge)).verdict).toBe('REVOKED');
  });
});

describe('a slow issuer', () => {
  test('holds up nobody else, not even what becomes due meanwhile', async () => {
    const { issuer, held } = await holdings.holdMany('https://slow.example', 3);
    const quick = await hold();
    graph.clock.pass(DAY_MS);
    const later = await hold();
    const slow = holdUp(issuer);
    const asked = quick.issuer.asked(quick.urls.assertion);
    const running = recheck();
    await until(() => Promise.resolve(quick.issuer.asked(quick.urls.assertion) > asked));
    await holdings.makeDue(later.badge);
    await until(() => {
      graph.clock.pass(100);
      return Promise.resolve(later.issuer.asked(later.urls.assertion) > 1);
    });
    expect(slow.waiting()).toBe(1);
    slow.letGo();
    await running;
    for (const { badge } of held) expect((await job(badge)).dueAt > graph.clock.now()).toBe(true);
  });
});
