import type { Breaker } from './peer.js';

/** Nothing is wrong; after an outage it goes on slowly all the same. */
export const UNHINDERED: Breaker = { state: 'CLOSED', fails: 0, concurrency: 1 };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DELAYS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
] as const;
const LONGEST_DELAY_MS = HOUR_MS;
/** Of a dormant peer only the discovery document is asked for. */
const DORMANT_DELAY_MS = 6 * HOUR_MS;
const JITTER = 0.2;
const MAX_CONCURRENCY = 4;

const OPENS_AFTER = { fails: 5, spanMs: MINUTE_MS } as const;
const DORMANT_AFTER_MS = 7 * DAY_MS;
const EXPIRED_AFTER_MS = 30 * DAY_MS;

/**
 * The peer could not be reached, or is not well (BFP/1, 2.11). Failures of requests that ran
 * beside each other count once: what fails while the peer is left alone anyway changes nothing.
 *
 * @param jitter from 0 to 1, by chance
 * @param atLeastMs how long such a failure lasts in any case
 */
export function afterFailure(breaker: Breaker, now: Date, jitter: number, atLeastMs = 0): Breaker {
  if (isLeftAlone(breaker, now)) return breaker;
  const fails = breaker.fails + 1;
  const failingSince = breaker.failingSince ?? now;
  const spanMs = now.getTime() - failingSince.getTime();
  const opens = fails >= OPENS_AFTER.fails && spanMs >= OPENS_AFTER.spanMs;
  const usualMs =
    spanMs >= DORMANT_AFTER_MS ? DORMANT_DELAY_MS : (DELAYS_MS[fails - 1] ?? LONGEST_DELAY_MS);
  const delayMs = Math.max(usualMs * (1 - JITTER + 2 * JITTER * jitter), atLeastMs);
  return {
    state: opens || breaker.state !== 'CLOSED' ? 'OPEN' : 'CLOSED',
    fails,
    failingSince,
    probeAt: later(now, delayMs),
    concurrency: 1,
  };
}

/**
 * A message was delivered. A peer that returns from an outage is the one most easily overrun: it gets one
 * message at a time, then two, then four.
 */
export function afterSuccess({ fails, concurrency }: Breaker): Breaker {
  if (fails > 0) return UNHINDERED;
  return { ...UNHINDERED, concurrency: Math.min(concurrency * 2, MAX_CONCURRENCY) };
}

/**
 * The peer sent something it signed: worth one message now. It may be able to send and not to receive, so
 * nothing is forgotten.
 */
export function afterInbound(breaker: Breaker, now: Date): Breaker {
  if (breaker.fails === 0) return breaker;
  return {
    ...breaker,
    state: breaker.state === 'OPEN' ? 'HALF_OPEN' : breaker.state,
    probeAt: now,
  };
}

/** The peer asked to be left alone (`Retry-After`), for an hour at most. That is no failure. */
export function afterWait(breaker: Breaker, now: Date, waitMs: number): Breaker {
  return { ...breaker, probeAt: later(now, Math.min(waitMs, LONGEST_DELAY_MS)), concurrency: 1 };
}

/** How many messages may be on their way now. To a peer that failed one, and a real one, as a test. */
export function roomFor(breaker: Breaker, now: Date): number {
  if (isLeftAlone(breaker, now)) return 0;
  return breaker.fails > 0 ? 1 : breaker.concurrency;
}

/**
 * `dormant` after 7 days of failure: no message is tried, the discovery document is. `expired` after 30:
 * what waits is given up, and the peer will need a snapshot.
 */
export function standingOf(
  { failingSince }: Breaker,
  now: Date,
): 'well' | 'failing' | 'dormant' | 'expired' {
  if (failingSince === undefined) return 'well';
  const spanMs = now.getTime() - failingSince.getTime();
  if (spanMs >= EXPIRED_AFTER_MS) return 'expired';
  return spanMs >= DORMANT_AFTER_MS ? 'dormant' : 'failing';
}

function isLeftAlone({ probeAt }: Breaker, now: Date): boolean {
  return probeAt !== undefined && now < probeAt;
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
