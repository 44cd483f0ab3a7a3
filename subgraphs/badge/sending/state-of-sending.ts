import type { KnownPeer, OfferDelivery } from '../../../src/store/index.js';
import { OFFER_LIFETIME_MS } from '../offer.model.js';
import type { SendingDoc } from './sending.model.js';

export type SendingState =
  | 'QUEUED'
  | 'UNREACHABLE'
  | 'DELIVERED'
  | 'ACCEPTED'
  | 'DECLINED'
  | 'WITHDRAWN'
  | 'REFUSED'
  | 'CANCELLED'
  | 'EXPIRED';

/** What a message that has left the queue means to her. */
const AFTERWARDS = {
  DELIVERED: 'DELIVERED',
  DEAD: 'REFUSED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
} as const;

/** Where an offer at another hub is, and since when: in every moment one thing she can understand. */
export function stateOfSending(
  { state, since }: Pick<SendingDoc, 'state' | 'since'>,
  {
    delivery,
    peer,
    now,
  }: {
    readonly delivery: OfferDelivery | undefined;
    readonly peer: Pick<KnownPeer, 'breaker'> | undefined;
    readonly now: Date;
  },
): { readonly state: SendingState; readonly since: Date } {
  if (state !== 'OFFERED') return { state, since };
  const end = new Date(since.getTime() + OFFER_LIFETIME_MS);
  if (end <= now) return { state: 'EXPIRED', since: end };
  // A message that was sent before this offer was made anew says nothing of it.
  const known = delivery !== undefined && delivery.since >= since ? delivery : undefined;
  if (known !== undefined && known.state !== 'READY') {
    return { state: AFTERWARDS[known.state], since: known.since };
  }
  const failingSince = peer?.breaker.failingSince;
  if (failingSince !== undefined) return { state: 'UNREACHABLE', since: failingSince };
  return { state: 'QUEUED', since };
}
