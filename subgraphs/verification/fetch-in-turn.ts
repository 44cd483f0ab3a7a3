import type { FetchAnswer, FetchDocument } from '../../src/openbadges/index.js';
import { hostOf } from './host-of.js';
import { endTurn, noteWish, takeTurn, wishOf } from './issuer-hosts.js';
import type { IssuerHostsDeps, TurnAnswer } from './issuer-hosts.js';

export interface PoliteDeps extends IssuerHostsDeps {
  readonly fetch: FetchDocument;
}

/** A way to fetch that leaves servers in peace. What it did not ask for reads like not reached. */
export interface PoliteFetch {
  readonly fetch: FetchDocument;
  /** When to come back, if a server could not be asked or wants to be asked later. */
  readonly wait: () => Wait | undefined;
}

export interface Wait {
  /** Another worker of ours was there all the time; a wish of the server's; or it does not answer. */
  readonly because: 'busy' | 'wish' | 'silence';
  readonly until: Date;
}

export interface TurnOptions {
  /** Whether a server that does not answer is given time; see `takeTurn`. */
  readonly patient: boolean;
  /** Called before each fetch, which may come late. */
  readonly beforeEach: () => Promise<void>;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 250;
const MOST_LOOKS = 120;
const BUSY_MS = 60_000;
/** For all fetches of one badge: a hostile one could else hold up a worker for minutes. */
const MOST_FETCHING_MS = 60_000;

const NOT_REACHED: FetchAnswer = { kind: 'unreachable', because: 'not-reached' };

/** Talks to each server only when nobody else does, in this process or another. */
export function fetchInTurn(
  deps: PoliteDeps,
  { patient, beforeEach, signal }: TurnOptions,
): PoliteFetch {
  const lines = new Map<string, Promise<unknown>>();
  let wait: Wait | undefined;
  let fetchingMs = 0;

  const ask: FetchDocument = async (url, want) => {
    if (fetchingMs > MOST_FETCHING_MS) return NOT_REACHED;
    await beforeEach();
    const found = await turnAt(hostOf(url), patient, deps, signal);
    if (found.kind !== 'turn') {
      wait = later(wait, waitFor(found, deps));
      return NOT_REACHED;
    }
    const startedAt = deps.clock.now();
    const answer = await deps.fetch(url, want);
    fetchingMs += deps.clock.now().getTime() - startedAt.getTime();
    const until = await endTurn(found.turn, answer, deps);
    if (until !== undefined) wait = later(wait, { because: 'wish', until });
    return answer;
  };

  return {
    fetch(url, want) {
      const host = hostOf(url);
      if (host === '') return deps.fetch(url, want);
      const mine = (lines.get(host) ?? Promise.resolve()).then(() => ask(url, want));
      lines.set(
        host,
        mine.catch(() => undefined),
      );
      return mine;
    },
    wait: () => wait,
  };
}

/** For a check that a person waits for: at once, unless a server asked to be left alone. */
export function fetchAtOnce(deps: PoliteDeps): PoliteFetch {
  let wait: Wait | undefined;
  return {
    async fetch(url, want) {
      const until = await wishOf(hostOf(url), deps);
      if (until !== undefined) {
        wait = later(wait, { because: 'wish', until });
        return NOT_REACHED;
      }
      const answer = await deps.fetch(url, want);
      await noteWish(answer, deps);
      return answer;
    },
    wait: () => wait,
  };
}

async function turnAt(
  host: string,
  patient: boolean,
  deps: PoliteDeps,
  signal: AbortSignal,
): Promise<TurnAnswer> {
  for (let looks = 0; looks < MOST_LOOKS && !signal.aborted; looks += 1) {
    const found = await takeTurn(host, patient, deps);
    if (found.kind !== 'busy') return found;
    await deps.clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
  return { kind: 'busy' };
}

function waitFor(found: Exclude<TurnAnswer, { kind: 'turn' }>, { clock }: PoliteDeps): Wait {
  if (found.kind === 'busy') {
    return { because: 'busy', until: new Date(clock.now().getTime() + BUSY_MS) };
  }
  const { wanted, until } = found.rest;
  return { because: wanted ? 'wish' : 'silence', until };
}

/** Being busy weighs most: it is no fault of the server's. */
function later(one: Wait | undefined, other: Wait): Wait {
  if (one === undefined) return other;
  const until = one.until > other.until ? one.until : other.until;
  return { because: one.because === 'busy' ? 'busy' : other.because, until };
}
