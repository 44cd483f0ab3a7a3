import { Refusal } from '../../src/errors.js';
import { normalizeAddress } from '../../src/openbadges/index.js';
import type { Clock } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import type { EarnerAddresses, IssuerRules } from '../ports.js';
import { offerModel } from './offer.model.js';
import type { OfferDoc } from './offer.model.js';

export interface OfferDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly addresses: EarnerAddresses;
  readonly issuerRules: IssuerRules;
}

/** An earner's addresses. */
export interface KnownAs {
  /** As typed: what a badge can be issued to. */
  readonly typed: readonly string[];
  /** As offers are addressed: normalised, and her delivery addresses. */
  readonly normalized: readonly string[];
}

/** What is offered to her and may be shown: nothing of issuers she blocked. */
export interface OfferedTo extends KnownAs {
  readonly blocked: readonly string[];
}

export async function addressesOf(
  earner: string,
  deps: Pick<OfferDeps, 'addresses'>,
): Promise<KnownAs> {
  const typed = await deps.addresses.verifiedAddressesOf(earner);
  const delivery = await deps.addresses.deliveryAddressesOf(earner);
  return { typed, normalized: [...typed.map(normalizeAddress), ...delivery] };
}

export async function offeredTo(earner: string, deps: OfferDeps): Promise<OfferedTo> {
  const { blocked } = await deps.issuerRules.rulesOf(earner);
  return { ...(await addressesOf(earner, deps)), blocked };
}

/** The offers these are. */
export const offersTo = ({ normalized, blocked }: OfferedTo) => ({
  recipient: { $in: [...normalized] },
  'credential.issuer.id': { $nin: [...blocked] },
});

/**
 * An offer to one of these addresses.
 * @throws Refusal NOT_FOUND for an offer to somebody else exactly as for none
 */
export async function ownOffer(
  id: string,
  to: OfferedTo,
  deps: OfferDeps,
  session?: Session,
): Promise<OfferDoc> {
  const offer = await deps.database
    .model(offerModel)
    .findOne({ _id: id, ...offersTo(to) }, null, {
      session: session ?? null,
    })
    .lean<OfferDoc>();
  if (offer === null) throw new Refusal('NOT_FOUND');
  return offer;
}

/**
 * Moves a waiting offer on, once.
 * @throws Refusal OFFER_CLOSED when it was answered meanwhile or has expired
 */
export async function closeOffer(
  id: string,
  change: Partial<Pick<OfferDoc, 'state' | 'declineReason'>>,
  deps: OfferDeps,
  session?: Session,
): Promise<void> {
  const { matchedCount } = await deps.database
    .model(offerModel)
    .updateOne(
      { _id: id, state: 'PENDING', expiresAt: { $gt: deps.clock.now() } },
      { $set: change, $unset: { announceAt: 1 } },
      session && { session },
    );
  if (matchedCount === 0) throw new Refusal('OFFER_CLOSED');
}
