import type { PeerState } from '../../../src/federation/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { offerModel } from '../offer.model.js';

/** federation.md 2.12: what a link may bring on one day in UTC, and what of a hub may wait. */
const OFFERS_PER_DAY = 50;
const WAITING_PER_PEER = 5_000;

/** `nowhere`: it is forgotten at once, and the operator learns that this hub sends too much. */
export type Place = 'inbox' | 'quarantine' | 'nowhere';

/** Hubs whose offers she sees without looking for them; the others' go to quarantine. */
export const TRUSTED: readonly PeerState[] = ['ACTIVE', 'DEGRADED', 'DORMANT'];

/**
 * Where a new offer goes. Both her inbox and her quarantine take so many a day over one link, so that
 * nobody fills her backpack or the hub’s disk.
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
  const offers = database.model(offerModel);
  const today = { $gte: startOfDay(clock.now()) };
  const cameToday = (quarantined: boolean): Promise<number> =>
    offers
      .countDocuments({
        recipient,
        receivedAt: today,
        'foreign.quarantined': quarantined ? true : { $ne: true },
      })
      .session(session);
  const waits = async (): Promise<number> =>
    offers
      .countDocuments({ 'foreign.peer': peer, state: 'PENDING' }, { limit: WAITING_PER_PEER })
      .session(session);
  const isWelcome =
    TRUSTED.includes(peerState) &&
    (await cameToday(false)) < OFFERS_PER_DAY &&
    (await waits()) < WAITING_PER_PEER;
  if (isWelcome) return 'inbox';
  return (await cameToday(true)) < OFFERS_PER_DAY ? 'quarantine' : 'nowhere';
}

function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
