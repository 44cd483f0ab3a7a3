import { performance } from 'node:perf_hooks';
import { median, round, table } from '../figures.js';

/** The same work, done by the hub and by somebody else. */
export interface Contest {
  readonly what: string;
  readonly peer: string;
  /** Work of one round. */
  readonly times: number;
  readonly ours: () => unknown;
  readonly theirs: () => unknown;
}

interface Round {
  readonly oursMs: number;
  readonly theirsMs: number;
}

const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;

/**
 * Rounds in turns, so that what else the machine does meets both; who begins changes from round to round.
 * Prints the medians and answers how many times as long theirs takes: the median of the rounds.
 */
export async function alternate(contest: Contest, say: (line: string) => void): Promise<number> {
  const rounds: Round[] = [];
  for (let made = -WARM_UP_ROUNDS; made < ROUNDS; made += 1) {
    const one = await playRound(contest, made % 2 === 0);
    if (made >= 0) rounds.push(one);
  }
  const ratio = median(rounds.map(({ oursMs, theirsMs }) => theirsMs / oursMs));
  say(describe(contest, rounds, ratio));
  return round(ratio, 2);
}

async function playRound({ ours, theirs, times }: Contest, oursFirst: boolean): Promise<Round> {
  if (!oursFirst) {
    const theirsMs = await timeOf(theirs, times);
    return { oursMs: await timeOf(ours, times), theirsMs };
  }
  const oursMs = await timeOf(ours, times);
  return { oursMs, theirsMs: await timeOf(theirs, times) };
}

/** Milliseconds for each time. */
export async function timeOf(work: () => unknown, times: number): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < times; done += 1) await work();
  return (performance.now() - start) / times;
}

function describe({ what, peer }: Contest, rounds: readonly Round[], ratio: number): string {
  const of = (times: readonly number[]) => [
    round(median(times), 3),
    round(Math.min(...times), 3),
    round(Math.max(...times), 3),
  ];
  const head = [what, 'median ms', 'fastest', 'slowest', 'ratio'];
  return table(head, [
    ['hub', ...of(rounds.map(({ oursMs }) => oursMs)), ''],
    [peer, ...of(rounds.map(({ theirsMs }) => theirsMs)), round(ratio, 2)],
  ]);
}
