/** How it goes with sending to one peer: one state for all messages to it (BFP/1, D8 and 2.11). */
export interface PeerHealth {
  readonly breaker: 'closed' | 'open';
  /** In a row. */
  readonly failures: number;
  /** The first of them. */
  readonly failingSince?: Date;
  /** Nothing is sent before. */
  readonly nextAt?: Date;
  /** How many messages may be on their way at once. */
  readonly concurrency: Concurrency;
}

export type Concurrency = 1 | 2 | 4;

export const HEALTHY: PeerHealth = { breaker: 'closed', failures: 0, concurrency: 1 };

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

const BREAKER_FAILURES = 5;
const BREAKER_SPAN_MS = MINUTE_MS;
const DORMANT_AFTER_MS = 7 * DAY_MS;
const EXPIRED_AFTER_MS = 30 * DAY_MS;

/**
 * The peer could not be reached, or is not well. Failures of requests that ran beside each other count
 * once: whatever fails while the peer is being waited for anyway changes nothing.
 *
 * @param jitter from 0 to 1, by chance
 */
export function afterFailure(health: PeerHealth, now: Date, jitter: number): PeerHealth {
  if (health.nextAt !== undefined && now < health.nextAt) return health;
  const failures = health.failures + 1;
  const failingSince = health.failingSince ?? now;
  const spanMs = now.getTime() - failingSince.getTime();
  const opens = failures >= BREAKER_FAILURES && spanMs >= BREAKER_SPAN_MS;
  const delayMs =
    spanMs >= DORMANT_AFTER_MS ? DORMANT_DELAY_MS : (DELAYS_MS[failures - 1] ?? LONGEST_DELAY_MS);
  return {
    breaker: opens ? 'open' : health.breaker,
    failures,
    failingSince,
    nextAt: later(now, delayMs * (1 - JITTER + 2 * JITTER * jitter)),
    concurrency: 1,
  };
}

/** A message was delivered. After an outage the peer is the one most easily overrun: 1, 2, then 4 at once. */
export function afterSuccess({ failures, concurrency }: PeerHealth): PeerHealth {
  if (failures > 0) return HEALTHY;
  return { ...HEALTHY, concurrency: concurrency === 1 ? 2 : 4 };
}

/** The peer spoke: worth one message now. It may be able to send and not to receive, so nothing is reset. */
export function afterInbound(health: PeerHealth, now: Date): PeerHealth {
  return health.failures === 0 ? health : { ...health, nextAt: now };
}

/** The peer asked for a pause (`Retry-After`), of an hour at most. That is no failure. */
export function afterWait(health: PeerHealth, now: Date, seconds: number): PeerHealth {
  const until = later(now, Math.min(seconds * SECOND_MS, LONGEST_DELAY_MS));
  return { ...health, nextAt: until, concurrency: 1 };
}

/** How many messages may be sent now. Of a breaker that is open and due, one: a real one, as a test. */
export function roomFor(health: PeerHealth, now: Date): 0 | Concurrency {
  if (health.nextAt !== undefined && now < health.nextAt) return 0;
  return health.failures > 0 ? 1 : health.concurrency;
}

/**
 * `dormant` after 7 days of failure: no message is tried, its discovery document is. `expired` after 30:
 * what waits is given up, and the peer will need a snapshot.
 */
export function standingOf(
  { failures, failingSince }: PeerHealth,
  now: Date,
): 'well' | 'failing' | 'dormant' | 'expired' {
  if (failures === 0 || failingSince === undefined) return 'well';
  const spanMs = now.getTime() - failingSince.getTime();
  if (spanMs >= EXPIRED_AFTER_MS) return 'expired';
  return spanMs >= DORMANT_AFTER_MS ? 'dormant' : 'failing';
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
