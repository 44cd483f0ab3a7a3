import { Refusal } from '../../src/errors.js';
import { matchesRecipient } from '../../src/openbadges/index.js';
import type { Session } from '../../src/store/index.js';
import { closeOffer, offeredTo, ownOffer } from './answer-offer.js';
import type { OfferDeps, OfferedTo } from './answer-offer.js';
import { heldBadge, keepBadge } from './keep-badge.js';
import type { KeepBadgeDeps } from './keep-badge.js';
import type { OfferDoc } from './offer.model.js';
import { openOffer } from './receiving/open-offer.js';
import type { OpenOfferDeps, WaitingForeign } from './receiving/open-offer.js';
import { tellAnswer } from './receiving/tell-answer.js';

export interface AcceptOfferDeps extends OfferDeps, KeepBadgeDeps, OpenOfferDeps {}

/**
 * Makes the offered badge hers: one transaction for the offer, the badge, its issuer and its report.
 * Accepting again gives the same badge. What another hub offers is looked into first, each time.
 * @throws Refusal NOT_FOUND, OFFER_CLOSED, UNAVAILABLE, NOT_YOUR_BADGE (none of her verified addresses is the badge's
 *   recipient, open-badges.md 1.6)
 */
export async function acceptOffer(
  earner: string,
  id: string,
  deps: AcceptOfferDeps,
): Promise<string> {
  const to = await offeredTo(earner, deps);
  const waiting = await ownOffer(id, to, deps);
  if (isForeign(waiting) && waiting.state !== 'ACCEPTED') {
    if (!isOpen(waiting, deps)) throw new Refusal('OFFER_CLOSED');
    await openOffer(waiting, to, deps);
  }
  return makeHers(earner, id, to, deps);
}

/** The same for an offer that was looked into. */
export async function makeHers(
  earner: string,
  id: string,
  to: OfferedTo,
  deps: AcceptOfferDeps,
): Promise<string> {
  return deps.database.transaction(async (session) => {
    const offer = await ownOffer(id, to, deps, session);
    if (offer.state === 'ACCEPTED') return earlierBadge(earner, offer, deps, session);
    if (matchesRecipient(offer.credential.recipient, to.typed) !== 'match') {
      throw new Refusal('NOT_YOUR_BADGE');
    }
    await closeOffer(id, { state: 'ACCEPTED' }, deps, session);
    await tellAnswer(offer, { state: 'ACCEPTED' }, deps, session);
    const report = (await deps.reports.current([id])).get(id);
    return keepBadge(earner, offer, { proven: report?.verdict === 'VALID' }, deps, session);
  });
}

const isForeign = (offer: OfferDoc): offer is WaitingForeign => offer.foreign !== undefined;

const isOpen = ({ state, expiresAt }: OfferDoc, { clock }: AcceptOfferDeps): boolean =>
  state === 'PENDING' && expiresAt > clock.now();

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
