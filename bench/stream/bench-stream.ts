import { performance } from 'node:perf_hooks';
import { percentile, round, table } from '../figures.js';
import { seedBadges, seedCollection, seedEarner } from '../seed.js';
import { inWorld } from '../world.js';
import { openEditor } from './edit-collections.js';
import type { Editor } from './edit-collections.js';
import { openSubscribers } from './subscribers.js';

export interface StreamResult {
  readonly bench: 'stream';
  readonly subscribers: number;
  /** From the commit of a change until the last subscriber of its collection has it. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Case {
  readonly title: string;
  readonly query: string;
  /** How many collections the subscribers share evenly. */
  readonly collections: number;
  readonly changes: number;
}

interface Delays {
  /** One for each change: until its last subscriber had it. */
  readonly lastMs: readonly number[];
  /** One for each receipt. */
  readonly eachMs: readonly number[];
  /** As `lastMs`, but counted from the answer to the mutation; negative when the news was quicker. */
  readonly sinceAnswerMs: readonly number[];
}

const SUBSCRIBERS = 1_000;
const COLLECTIONS = 100;
const WARM_UP_CHANGES = 20;

const subscription = (selection: string): string => `
  subscription Follow($collection: ID!) {
    collectionChanges(collection: $collection) {
      __typename
      ... on CollectionChange { cursor rev kind ${selection} }
      ... on SnapshotRequired { cursor }
    }
  }
`;
const PLAIN = subscription('');
const NESTED = subscription(
  'badge { id name issuer { name } verification { verdict findings { check outcome } } }',
);

const MAIN: Case = {
  title: 'cursor rev kind',
  query: PLAIN,
  collections: COLLECTIONS,
  changes: 300,
};
const BESIDE: readonly Case[] = [
  { title: 'nested selection', query: NESTED, collections: COLLECTIONS, changes: 100 },
  { title: 'all on one collection', query: PLAIN, collections: 1, changes: 30 },
];

/**
 * How long a change takes from its commit to its subscribers, one change at a time. The clock starts at
 * the time the hub writes into the change, which is read just before the commit: the figures hold the
 * commit itself and are rather too long than too short. All processes read the clock of one machine.
 */
export function benchStream(say: (line: string) => void): Promise<StreamResult> {
  return inWorld(async ({ database, startHub }) => {
    const now = new Date();
    const earner = await seedEarner(database, now);
    const [badge = ''] = await seedBadges(database, earner.id, 1, now);
    const ids: string[] = [];
    while (ids.length < COLLECTIONS) ids.push(await seedCollection(database, earner.id, [], now));
    const hub = await startHub();
    const editor = openEditor(hub.url, earner.accessToken, badge);

    const follow = (one: Case) =>
      followChanges(one, { hubUrl: hub.url, collections: ids.slice(0, one.collections), editor });
    const main = await follow(MAIN);
    const rows = [describe(MAIN, main)];
    for (const one of BESIDE) rows.push(describe(one, await follow(one)));
    await editor.close();

    say(`${SUBSCRIBERS} subscribers, one change at a time, milliseconds from its commit:`);
    say(table(HEAD, rows));
    return {
      bench: 'stream',
      subscribers: SUBSCRIBERS,
      p50Ms: round(percentile(main.lastMs, 0.5), 1),
      p99Ms: round(percentile(main.lastMs, 0.99), 1),
    };
  });
}

async function followChanges(
  { query, changes }: Case,
  {
    hubUrl,
    collections,
    editor,
  }: { readonly hubUrl: string; readonly collections: readonly string[]; readonly editor: Editor },
): Promise<Delays> {
  const perCollection = SUBSCRIBERS / collections.length;
  const subscribers = await openSubscribers({
    url: `${hubUrl.replace(/^http/, 'ws')}/graphql`,
    query,
    collections: collections.flatMap((id) => Array.from({ length: perCollection }, () => id)),
  });
  const delays = { lastMs: [] as number[], eachMs: [] as number[], sinceAnswerMs: [] as number[] };
  try {
    for (let made = -WARM_UP_CHANGES; made < changes; made += 1) {
      const collection = collections[(made + WARM_UP_CHANGES) % collections.length] ?? '';
      const { rev, writtenAtMs } = await editor.toggle(collection);
      const answeredAtMs = performance.timeOrigin + performance.now();
      const receipts = await subscribers.receiptsOf(collection, rev);
      if (receipts.length !== perCollection) throw new Error('a receipt is missing');
      if (made < 0) continue;
      const lastAtMs = Math.max(...receipts);
      delays.lastMs.push(lastAtMs - writtenAtMs);
      delays.sinceAnswerMs.push(lastAtMs - answeredAtMs);
      delays.eachMs.push(...receipts.map((atMs) => atMs - writtenAtMs));
    }
    return delays;
  } finally {
    await subscribers.stop();
  }
}

const HEAD = [
  'selection',
  'changes',
  'last p50',
  'last p99',
  'each p50',
  'each p99',
  'since answer p50',
  'since answer p99',
];

function describe({ title }: Case, { lastMs, eachMs, sinceAnswerMs }: Delays) {
  const figures = [lastMs, eachMs, sinceAnswerMs].flatMap((values) => [
    round(percentile(values, 0.5), 1),
    round(percentile(values, 0.99), 1),
  ]);
  return [title, lastMs.length, ...figures];
}
