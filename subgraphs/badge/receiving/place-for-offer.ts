import type { PeerState } from '../../../src/federation/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { offerModel } from '../offer.model.js';

/** federation.md 2.12: what a link may bring on one day in UTC, and what of a hub may wait. */
const OFFERS_PER_DAY = 50;
const WAITING_PER_PEER = 5_000;

export interface Place {
  /** `nowhere`: it is forgotten at once. */
  readonly place: 'inbox' | 'quarantine' | 'nowhere';
  /** The hub sends more than it may. */
  readonly isTooMuch: boolean;
}

/** Hubs whose offers she sees without looking for them; the others' go to quarantine. */
export const TRUSTED: readonly PeerState[] = ['ACTIVE', 'DEGRADED', 'DORMANT'];

/**
 * Where a new offer goes. Over the limit a hub that is trusted fills her quarantine, as far as that goes;
 * one that is trusted with little has nothing else, and only so many places a day.
 */
export async function placeForOffer(
  {
    peer,
    deliveryAddress: recipient,
    peerState,
  }: {
    readonly peer: string;
    readonly deliveryAddress: string;
    readonly peerState: PeerState;
  },
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  session: Session,
): Promise<Place> {
  const count = (which: object, limit: number): Promise<number> =>
    database.model(offerModel).countDocuments(which, { limit }).session(session);
  const quarantined = { recipient, 'foreign.quarantined': true } as const;
  const today = { receivedAt: { $gte: startOfDay(clock.now()) } };
  const waiting = { state: 'PENDING' } as const;

  if (!TRUSTED.includes(peerState)) {
    const came = await count({ ...quarantined, ...today }, OFFERS_PER_DAY);
    const isTooMuch = came >= OFFERS_PER_DAY;
    return { place: isTooMuch ? 'nowhere' : 'quarantine', isTooMuch };
  }
  const seen = { recipient, 'foreign.quarantined': { $ne: true }, ...today };
  const isWelcome =
    (await count(seen, OFFERS_PER_DAY)) < OFFERS_PER_DAY &&
    (await count({ 'foreign.peer': peer, ...waiting }, WAITING_PER_PEER)) < WAITING_PER_PEER;
  if (isWelcome) return { place: 'inbox', isTooMuch: false };
  const kept = await count({ ...quarantined, ...waiting }, WAITING_PER_PEER);
  return { place: kept < WAITING_PER_PEER ? 'quarantine' : 'nowhere', isTooMuch: true };
}

function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
