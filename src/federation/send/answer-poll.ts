import type { Bodies, StreamStanding } from '../message/bodies.js';
import type { Peer } from '../peer/peer.js';
import type { Delivery, Outbox, SendDeps } from './ports.js';

/** A poll as its schema asks, of a peer that has proved who it is (federation.md 2.9; RFC 8936). */
export type PollRequest = Bodies['poll-request'];

export type PollAnswer =
  | { readonly status: 200; readonly body: Bodies['poll-answer'] }
  | { readonly status: 409; readonly body: Bodies['resync-required'] };

export interface PollDeps extends Pick<SendDeps, 'clock' | 'sign' | 'isStillAllowed'> {
  readonly outbox: Pick<
    Outbox,
    'peer' | 'find' | 'noteDelivered' | 'giveUp' | 'advance' | 'after' | 'startEpoch'
  >;
  /** Settles when there may be something new for the peer, or when the time is over. */
  readonly awaitNews: (peer: string, ms: number) => Promise<void>;
}

const MAX_EVENTS = 100;
const LONG_POLL_MS = 25_000;
/** What RFC 8935 has for errors; anything else a peer writes is not kept. */
const ERROR_CODE = /^[a-z_]{1,64}$/;

/**
 * Answers a peer that asks for its messages: what it has is noted, what it refused is a dead letter, and
 * everything behind that is signed anew. Null for a hub that is no peer.
 */
export async function answerPoll(
  origin: string,
  request: PollRequest,
  deps: PollDeps,
): Promise<PollAnswer | null> {
  const { outbox } = deps;
  await outbox.noteDelivered(origin, request.ack ?? []);
  await noteErrors(origin, request.setErrs ?? {}, deps);
  const peer = await outbox.peer(origin);
  if (peer === null) return null;
  const { after = { epoch: peer.out.epoch, seq: peer.out.oldest - 1 } } = request;
  const { epoch, head, oldest } = peer.out;
  if (after.epoch !== epoch || after.seq + 1 < oldest) return resync(peer);
  if (after.seq > head) {
    // It has what this hub does not know to have sent: this hub was restored.
    await outbox.startEpoch(peer, 'sender-restored');
    return resync((await outbox.peer(origin)) ?? peer);
  }
  if (request.after !== undefined) await outbox.advance(peer, after.seq);

  const limit = Math.min(request.maxEvents ?? MAX_EVENTS, MAX_EVENTS);
  let page = await readPage(peer, after.seq, limit, deps);
  if (page.sets.length === 0 && limit > 0 && request.returnImmediately === false) {
    await deps.awaitNews(origin, LONG_POLL_MS);
    page = await readPage(peer, after.seq, limit, deps);
  }
  const sets = Object.fromEntries(page.sets);
  const present = (await outbox.peer(origin)) ?? peer;
  return {
    status: 200,
    body: { sets, moreAvailable: page.moreAvailable, stream: positionOf(present) },
  };
}

async function noteErrors(
  origin: string,
  errors: NonNullable<PollRequest['setErrs']>,
  { outbox }: PollDeps,
): Promise<void> {
  for (const [jti, { err }] of Object.entries(errors)) {
    const delivery = await outbox.find(origin, jti);
    if (delivery === null || delivery.said.type.startsWith('stream-')) continue;
    await outbox.giveUp(delivery, 'DEAD', ERROR_CODE.test(err) ? err : 'refused');
  }
}

async function readPage(peer: Peer, seq: number, limit: number, deps: PollDeps) {
  const found = await permitted(peer, seq, limit + 1, deps);
  const sets: [string, string][] = [];
  for (const delivery of found.slice(0, limit))
    sets.push([delivery.jti, await deps.sign(delivery, deps.clock.now())]);
  return { sets, moreAvailable: found.length > limit };
}

/** What may be told no more gives its place to a `stream-noop`, whether it was sent before or not. */
async function permitted(
  peer: Peer,
  seq: number,
  limit: number,
  deps: PollDeps,
): Promise<readonly Delivery[]> {
  const { outbox, isStillAllowed } = deps;
  const found = await outbox.after(peer, seq, limit);
  let hasGone = false;
  for (const delivery of found) {
    if (await isStillAllowed(delivery)) continue;
    hasGone = true;
    await outbox.giveUp(delivery, 'CANCELLED', 'no longer permitted');
  }
  return hasGone ? outbox.after(peer, seq, limit) : found;
}

function resync(peer: Peer): PollAnswer {
  const description = 'This stream does not go on from there; read a snapshot.';
  return {
    status: 409,
    body: { err: 'resync_required', description, stream: positionOf(peer) },
  };
}

function positionOf({ out: { epoch, head, oldest }, breaker }: Peer): StreamStanding {
  return { epoch, head, oldest, ...(breaker.state === 'OPEN' && { status: 'paused' as const }) };
}
