import { Refusal } from '../../src/errors.js';
import { matchesRecipient } from '../../src/openbadges/index.js';
import type { Session } from '../../src/store/index.js';
import { closeOffer, offeredTo, ownOffer } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import { heldBadge, keepBadge } from './keep-badge.js';
import type { KeepBadgeDeps } from './keep-badge.js';
import type { OfferDoc } from './offer.model.js';

export interface AcceptOfferDeps extends OfferDeps, KeepBadgeDeps {}

/**
 * Makes the offered badge hers: one transaction for the offer, the badge, its issuer and its report.
 * Accepting again gives the same badge.
 * @throws Refusal NOT_FOUND, OFFER_CLOSED, NOT_YOUR_BADGE (none of her verified addresses is the badge's
 *   recipient, open-badges.md 1.6)
 */
export async function acceptOffer(
  earner: string,
  id: string,
  deps: AcceptOfferDeps,
): Promise<string> {
  const to = await offeredTo(earner, deps);
  return deps.database.transaction(async (session) => {
    const offer = await ownOffer(id, to, deps, session);
    if (offer.state === 'ACCEPTED') return earlierBadge(earner, offer, deps, session);
    if (matchesRecipient(offer.credential.recipient, to.typed) !== 'match') {
      throw new Refusal('NOT_YOUR_BADGE');
    }
    await closeOffer(id, { state: 'ACCEPTED' }, deps, session);
    const report = (await deps.reports.current([id])).get(id);
    return keepBadge(earner, offer, { proven: report?.verdict === 'VALID' }, deps, session);
  });
}

async function earlierBadge(
  earner: string,
  { credential }: OfferDoc,
  deps: AcceptOfferDeps,
  session: Session,
): Promise<string> {
  const badge = await heldBadge(earner, credential, deps, session);
  if (badge === undefined) throw new Refusal('OFFER_CLOSED');
  return badge;
}
