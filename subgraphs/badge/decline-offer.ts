import { offeredTo, closeOffer, ownOffer } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import type { OfferDoc } from './offer.model.js';

export type DeclineReason = 'NOT_MINE' | 'SPAM' | 'DUPLICATE' | 'OTHER';

/**
 * The earner does not want it. Declining again is no error and keeps the first reason; the issuer is not
 * told, and a second push of the same badge changes nothing.
 * @throws Refusal NOT_FOUND, OFFER_CLOSED
 */
export async function declineOffer(
  earner: string,
  id: string,
  reason: DeclineReason | undefined,
  deps: OfferDeps,
): Promise<OfferDoc> {
  const to = await offeredTo(earner, deps);
  const offer = await ownOffer(id, to, deps);
  if (offer.state === 'DECLINED') return offer;
  const change = { state: 'DECLINED' as const, ...(reason && { declineReason: reason }) };
  await closeOffer(id, change, deps);
  return { ...offer, ...change };
}
