import { isDeepStrictEqual } from 'node:util';
import { median, round, table } from '../figures.js';
import { seedBadges, seedCollection, seedEarner } from '../seed.js';
import { inWorld } from '../world.js';
import { openClient } from './load.js';
import type { Client, Measured, Question } from './load.js';
import { BADGES_SHOWN, NESTED_QUERY } from './nested-query.js';

export interface GraphResult {
  readonly bench: 'graph';
  /** Requests per second of the hub by those of the monolith: the median of the rounds. */
  readonly ratio: number;
  readonly hubPerSecond: number;
  readonly monolithPerSecond: number;
  readonly hubP99Ms: number;
}

interface Pair<T> {
  readonly hub: T;
  readonly monolith: T;
}

const ROUNDS = 3;
/** The second comparison meets servers that are warm already. */
const PACE = { warmUpMs: 10_000, roundMs: 5_000 };
const SIGNED_IN_PACE = { warmUpMs: 1_500, roundMs: 2_500 };

/**
 * The nested query through the federated hub and through one plain Apollo Server on the same MongoDB,
 * each in a process of its own, in turns: what else the machine does meets both.
 * @throws Error when the two do not answer alike
 */
export function benchGraph(say: (line: string) => void): Promise<GraphResult> {
  return inWorld(async ({ database, startHub, startMonolith }) => {
    const now = new Date();
    const earner = await seedEarner(database, now);
    const badges = await seedBadges(database, earner.id, BADGES_SHOWN, now);
    const id = await seedCollection(database, earner.id, badges, now);
    const question = { query: NESTED_QUERY, variables: { id } };
    const servers = { hub: await startHub(), monolith: await startMonolith() };

    say(`A public collection of ${BADGES_SHOWN} badges, 10 connections, nobody signed in:`);
    const anonymous = await compare(servers, question, { ...PACE, say });
    say('\nThe same with the access token of its owner:');
    const { accessToken } = earner;
    await compare(servers, { ...question, accessToken }, { ...SIGNED_IN_PACE, say });

    const middle = (of: (pair: Pair<Measured>) => number) => median(anonymous.map(of));
    return {
      bench: 'graph',
      ratio: round(middle(ratioOf), 3),
      hubPerSecond: round(
        middle(({ hub }) => hub.perSecond),
        0,
      ),
      monolithPerSecond: round(
        middle(({ monolith }) => monolith.perSecond),
        0,
      ),
      hubP99Ms: round(
        middle(({ hub }) => hub.p99Ms),
        1,
      ),
    };
  });
}

async function compare(
  servers: Pair<{ readonly url: string }>,
  question: Question,
  { warmUpMs, roundMs, say }: typeof PACE & { readonly say: (line: string) => void },
): Promise<readonly Pair<Measured>[]> {
  const hub = openClient(servers.hub.url, question);
  const monolith = openClient(servers.monolith.url, question);
  try {
    await requireSameAnswer({ hub, monolith });
    for (const client of [hub, monolith]) await client.measure(warmUpMs);
    const rounds: Pair<Measured>[] = [];
    for (let made = 0; made < ROUNDS; made += 1) {
      rounds.push({ hub: await hub.measure(roundMs), monolith: await monolith.measure(roundMs) });
    }
    say(describe(rounds));
    return rounds;
  } finally {
    await Promise.all([hub.close(), monolith.close()]);
  }
}

async function requireSameAnswer({ hub, monolith }: Pair<Client>): Promise<void> {
  const [federated, plain] = [await hub.ask(), await monolith.ask()];
  if (isDeepStrictEqual(federated, plain)) return;
  throw new Error(`They differ: ${JSON.stringify(federated)} and ${JSON.stringify(plain)}`);
}

const ratioOf = ({ hub, monolith }: Pair<Measured>): number => hub.perSecond / monolith.perSecond;

function describe(rounds: readonly Pair<Measured>[]): string {
  const cells = ({ perSecond, p50Ms, p99Ms }: Measured) => [
    round(perSecond, 0),
    round(p50Ms, 1),
    round(p99Ms, 1),
  ];
  const head = ['round', 'hub/s', 'p50 ms', 'p99 ms', 'monolith/s', 'p50 ms', 'p99 ms', 'ratio'];
  return table(
    head,
    rounds.map((pair, index) => [
      index + 1,
      ...cells(pair.hub),
      ...cells(pair.monolith),
      round(ratioOf(pair), 3),
    ]),
  );
}
