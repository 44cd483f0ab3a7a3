import { expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { recheckJobModel } from '../../subgraphs/verification/recheck-job.model.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const DAY_MS = 86_400_000;
const LEASE_MS = 60_000;

const recheck = () => graph.worker.recheckDue(new AbortController().signal);
const jobs = () => graph.parts.database.model(recheckJobModel);

async function verdictOf(id: string): Promise<unknown> {
  const { badge } = await graph.data<{ badge: { verification: { verdict: unknown } } }>(
    ANONYMOUS,
    'query ($id: ID!) { badge(id: $id) { verification { verdict } } }',
    { id },
  );
  return badge.verification.verdict;
}

/** A public badge and the URL its issuer is asked at. */
async function shownBadge(options: { readonly expires?: string } = {}) {
  const she = await story.earner();
  const { urls } = story.issuer.issue({ recipient: she.email, ...options });
  const { offerId } = await story.push({ assertionUrl: urls.assertion });
  const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(
    she.as,
    'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
    { id: offerId },
  );
  const show = 'mutation ($id: ID!) { setBadgeVisibility(id: $id, visibility: PUBLIC) { id } }';
  await graph.data(she.as, show, acceptOffer);
  return { she, badge: acceptOffer.id, url: urls.assertion };
}

test('every accepted badge is checked again within a day, not before', async () => {
  const { url } = await shownBadge();
  const asked = story.issuer.asked(url);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked);
  graph.clock.pass(DAY_MS);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked + 1);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked + 1);
});

test('two workers at once check each badge once', async () => {
  const urls: string[] = [];
  for (let made = 0; made < 6; made += 1) urls.push((await shownBadge()).url);
  const before = urls.map((url) => story.issuer.asked(url));
  graph.clock.pass(DAY_MS);
  await Promise.all([recheck(), recheck()]);
  expect(urls.map((url) => story.issuer.asked(url))).toEqual(before.map((asked) => asked + 1));
});

test('a badge is found revoked without anybody asking', async () => {
  const { badge, url } = await shownBadge();
  story.issuer.answers(url, { status: 410 });
  graph.clock.pass(DAY_MS);
  await recheck();
  expect(await verdictOf(badge)).toBe('REVOKED');
});

test('a badge is EXPIRED soon after its time is over', async () => {
  const endsAt = graph.clock.now().getTime() + DAY_MS / 4;
  const { badge } = await shownBadge({ expires: new Date(endsAt).toISOString() });
  graph.clock.pass(DAY_MS / 4 + 1_000);
  await recheck();
  expect(await verdictOf(badge)).toBe('EXPIRED');
});

test('a worker that dies leaves its badge to another one after a minute', async () => {
  const { badge, url } = await shownBadge();
  graph.clock.pass(DAY_MS);
  const leasedUntil = new Date(graph.clock.now().getTime() + LEASE_MS);
  await jobs().updateOne({ _id: badge }, { $set: { leasedUntil } });
  const asked = story.issuer.asked(url);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked);
  graph.clock.pass(LEASE_MS);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked + 1);
});

test('a removed badge is not checked any more', async () => {
  const { she, badge, url } = await shownBadge();
  await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id: badge });
  expect(await jobs().countDocuments({ _id: badge })).toBe(0);
  const asked = story.issuer.asked(url);
  graph.clock.pass(DAY_MS);
  await recheck();
  expect(story.issuer.asked(url)).toBe(asked);
});
