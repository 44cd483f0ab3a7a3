import { afterFailure, afterSuccess, afterWait, standingOf } from '../peer/backoff.js';
import type { Breaker, Peer } from '../peer/peer.js';
import { classifyAnswer } from './answers.js';
import type { PushOutcome } from './answers.js';
import type { Delivery, PushAnswer, SendDeps } from './ports.js';

const DAY_MS = 86_400_000;
/** Receivers remember what they had for 60 days; nothing older than this may reach them. */
const STALE_MS = 45 * DAY_MS;
const SKEW_NEWS_MS = 5_000;

interface Sent {
  readonly delivery: Delivery;
  readonly outcome: PushOutcome;
  readonly skewMs: number | undefined;
}

/**
 * Sends what is given, all at once, and notes what became of it. Failures of one window count once
 * (federation.md 2.11). False when the peer is to be left alone now.
 */
export async function sendWindow(
  peer: Peer,
  window: readonly Delivery[],
  deps: SendDeps,
): Promise<boolean> {
  const allowed = await permitted(window, deps);
  const url = peer.endpoints?.events;
  if (url === undefined) return false;
  const sent = await Promise.all(allowed.map((delivery) => sendOne(url, delivery, deps)));

  await deps.outbox.noteDelivered(
    peer.origin,
    sent.filter(({ outcome }) => outcome.kind === 'delivered').map(({ delivery }) => delivery.jti),
  );
  for (const one of sent) await dispose(one, deps);
  if (sent.length > 0) await noteHealth(peer, sent, deps);
  await followWatermark(peer, sent, deps);
  if (mayHaveMoved(peer, sent)) await deps.rediscover(peer.origin);
  return !sent.some(({ outcome: { kind } }) => kind === 'failed' || kind === 'wait');
}

/** What may be told no more, or is too old, gives its place to a `stream-noop`. */
async function permitted(
  window: readonly Delivery[],
  { outbox, clock, isStillAllowed }: SendDeps,
): Promise<readonly Delivery[]> {
  const allowed: Delivery[] = [];
  for (const delivery of window) {
    if (clock.now().getTime() - delivery.happenedAt.getTime() > STALE_MS)
      await outbox.giveUp(delivery, 'EXPIRED', 'too old');
    else if (!(await isStillAllowed(delivery)))
      await outbox.giveUp(delivery, 'CANCELLED', 'no longer permitted');
    else allowed.push(delivery);
  }
  return allowed;
}

async function sendOne(url: string, delivery: Delivery, deps: SendDeps): Promise<Sent> {
  const now = deps.clock.now();
  const answer = await deps.post(url, await deps.sign(delivery, now));
  const theirMs = answer?.date === undefined ? NaN : Date.parse(answer.date);
  const skewMs = Number.isNaN(theirMs) ? undefined : theirMs - now.getTime();
  return { delivery, outcome: outcomeOf(delivery, answer), skewMs };
}

/** Whoever refuses what keeps the stream going has trouble with all of it; nothing can take its place. */
function outcomeOf(delivery: Delivery, answer: PushAnswer | undefined): PushOutcome {
  const outcome = classifyAnswer(answer);
  const isRefused = outcome.kind === 'dead' || outcome.kind === 'sign-again';
  return isRefused && delivery.said.type.startsWith('stream-')
    ? { kind: 'failed', because: 'not-a-hub' }
    : outcome;
}

async function dispose({ delivery, outcome }: Sent, { outbox, log }: SendDeps): Promise<void> {
  const { jti, peer, refusals } = delivery;
  const because = 'because' in outcome ? outcome.because : '';
  const isDead = outcome.kind === 'dead' || (outcome.kind === 'sign-again' && refusals > 0);
  if (isDead) {
    await outbox.giveUp(delivery, 'DEAD', because);
    log.error({ peer, jti, because }, 'a hub will never take this message');
  } else if (outcome.kind === 'sign-again') {
    await outbox.noteRefusal(jti);
  }
}

async function noteHealth(peer: Peer, sent: readonly Sent[], deps: SendDeps): Promise<void> {
  const { outbox, clock, chance, log } = deps;
  const now = clock.now();
  const skewMs = skewNews(peer, sent);
  const breaker = healthAfter(peer.breaker, sent, { chance, now });
  const state = stateAfter(peer, breaker, now);
  if (state !== undefined) log.warn({ peer: peer.origin, state }, 'the state of a peer changed');
  if (isSame(breaker, peer.breaker) && state === undefined && skewMs === undefined) return;
  await outbox.noteBreaker(peer, breaker, {
    ...(state !== undefined && { state }),
    ...(skewMs !== undefined && { skewMs }),
  });
}

/** Asked once per outage: other failures say nothing of where a peer is. */
function mayHaveMoved({ breaker }: Peer, sent: readonly Sent[]): boolean {
  return (
    breaker.fails === 0 &&
    sent.some(({ outcome }) => outcome.kind === 'failed' && outcome.because === 'moved')
  );
}

/** Their clock, when it is another than it was: the way there and back takes seconds too. */
function skewNews({ skewMs: known = 0 }: Peer, sent: readonly Sent[]): number | undefined {
  const skewMs = sent.find((one) => one.skewMs !== undefined)?.skewMs;
  return skewMs !== undefined && Math.abs(skewMs - known) > SKEW_NEWS_MS ? skewMs : undefined;
}

function isSame(one: Breaker, other: Breaker): boolean {
  return (
    one.state === other.state &&
    one.fails === other.fails &&
    one.concurrency === other.concurrency &&
    one.probeAt?.getTime() === other.probeAt?.getTime()
  );
}

function healthAfter(
  breaker: Breaker,
  sent: readonly Sent[],
  { chance, now }: { readonly chance: () => number; readonly now: Date },
): Breaker {
  const outcomes = sent.map(({ outcome }) => outcome);
  const failure = outcomes.find(({ kind }) => kind === 'failed');
  if (failure?.kind === 'failed') return afterFailure(breaker, now, chance(), failure.waitMs);
  const waits = outcomes.flatMap((each) => (each.kind === 'wait' ? [each.waitMs] : []));
  if (waits.length > 0) return afterWait(breaker, now, Math.max(...waits));
  return afterSuccess(breaker);
}

/** After a week of failures a peer sleeps; the first answer wakes it as what it was. */
export function stateAfter(
  { state }: Peer,
  breaker: Breaker,
  now: Date,
): Peer['state'] | undefined {
  const standing = standingOf(breaker, now);
  if (standing === 'well') return state === 'DORMANT' ? 'ACTIVE' : undefined;
  const wasAwake = state === 'ACTIVE' || state === 'DEGRADED';
  return standing !== 'failing' && wasAwake ? 'DORMANT' : undefined;
}

/**
 * What the receiver says it has (federation.md 2.9). Compared with what was known before anything of
 * this window was sent: answers overtake each other, and a receiver never loses by that.
 */
async function followWatermark(
  peer: Peer,
  sent: readonly Sent[],
  { outbox, log }: SendDeps,
): Promise<void> {
  const contigs = sent.flatMap(({ outcome }) =>
    outcome.kind === 'delivered' && outcome.stream?.epoch === peer.out.epoch
      ? [outcome.stream.contig]
      : [],
  );
  if (contigs.length === 0) return;
  const [lowest, highest] = [Math.min(...contigs), Math.max(...contigs)];
  const present = await outbox.peer(peer.origin);
  if (present?.out.epoch !== peer.out.epoch) return;
  if (highest > present.out.head) {
    log.warn({ peer: peer.origin }, 'a peer knows more of this stream than its sender');
    await outbox.startEpoch(present, 'sender-restored');
  } else if (lowest < peer.out.acked) {
    if (await outbox.rewind(present, lowest))
      log.warn({ peer: peer.origin }, 'a peer lost messages; they are sent again');
  } else if (highest > peer.out.acked) {
    await outbox.advance(present, highest);
  }
}
