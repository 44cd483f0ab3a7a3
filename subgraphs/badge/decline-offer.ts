import { offeredTo, closeOffer, ownOffer } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import type { OfferDoc } from './offer.model.js';
import { tellAnswer } from './receiving/tell-answer.js';
import type { TellAnswerDeps } from './receiving/tell-answer.js';

export type DeclineReason = 'NOT_MINE' | 'SPAM' | 'DUPLICATE' | 'OTHER';

export interface DeclineOfferDeps extends OfferDeps, TellAnswerDeps {}

/** The same in the words of hubs (federation.md 2.7). */
const SAID = {
  NOT_MINE: 'not_mine',
  SPAM: 'spam',
  DUPLICATE: 'duplicate',
  OTHER: 'other',
} as const satisfies Record<DeclineReason, string>;

/**
 * The earner does not want it. Declining again is no error and keeps the first reason; the issuer is not
 * told, another hub that made the offer is, and a second push of the same badge changes nothing.
 * @throws Refusal NOT_FOUND, OFFER_CLOSED
 */
export async function declineOffer(
  earner: string,
  id: string,
  reason: DeclineReason | undefined,
  deps: DeclineOfferDeps,
): Promise<OfferDoc> {
  const to = await offeredTo(earner, deps);
  const offer = await ownOffer(id, to, deps);
  if (offer.state === 'DECLINED') return offer;
  const change = { state: 'DECLINED' as const, ...(reason && { declineReason: reason }) };
  await deps.database.transaction(async (session) => {
    await closeOffer(id, change, deps, session);
    const said = reason === undefined ? 'other' : SAID[reason];
    await tellAnswer(offer, { state: 'DECLINED', reason: said }, deps, session);
  });
  return { ...offer, ...change };
}
