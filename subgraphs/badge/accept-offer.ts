import { Refusal } from '../../src/errors.js';
import { credentialKey, matchesRecipient, publishesRecipient } from '../../src/openbadges/index.js';
import type { Ids } from '../../src/runtime/index.js';
import type { Session } from '../../src/store/index.js';
import type { ReportLog } from '../ports.js';
import { addressesOf, closeOffer, ownOffer } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import { badgeModel } from './badge.model.js';
import type { BadgeDoc } from './badge.model.js';
import { keepIssuer } from './keep-issuer.js';
import type { OfferDoc } from './offer.model.js';

export interface AcceptOfferDeps extends OfferDeps {
  readonly ids: Ids;
  readonly reports: ReportLog;
  /** Makes the ids of issuers. */
  readonly issuerKey: Uint8Array;
}

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
  const knownAs = await addressesOf(earner, deps);
  return deps.database.transaction(async (session) => {
    const offer = await ownOffer(id, knownAs, deps, session);
    if (offer.state === 'ACCEPTED') return earlierBadge(earner, offer, deps, session);
    if (matchesRecipient(offer.credential.recipient, knownAs.typed) !== 'match') {
      throw new Refusal('NOT_YOUR_BADGE');
    }
    await closeOffer(id, { state: 'ACCEPTED' }, deps, session);
    return keepBadge(earner, offer, deps, session);
  });
}

async function earlierBadge(
  earner: string,
  { credential }: OfferDoc,
  { database }: AcceptOfferDeps,
  session: Session,
): Promise<string> {
  const badge = await database
    .model(badgeModel)
    .findOne({ earner, credentialKey: credentialKey(credential) }, { _id: 1 }, { session })
    .lean();
  if (badge === null) throw new Refusal('OFFER_CLOSED');
  return badge._id;
}

/** The same badge through two issuers' pushes or two hubs is one badge: the one she has stays. */
async function keepBadge(
  earner: string,
  offer: OfferDoc,
  deps: AcceptOfferDeps,
  session: Session,
): Promise<string> {
  const { database, clock, ids, reports } = deps;
  const { credential } = offer;
  const key = credentialKey(credential);
  const badges = database.model(badgeModel);
  const held = await badges.findOne({ earner, credentialKey: key }, { _id: 1 }, { session }).lean();
  if (held !== null) return held._id;

  const now = clock.now();
  const report = (await reports.current([offer._id])).get(offer._id);
  const issuer = await keepIssuer(credential, report?.verdict === 'VALID', now, deps, session);
  const { achievement } = credential;
  const badge: BadgeDoc = {
    _id: ids.make('bdg'),
    earner,
    credentialKey: key,
    original: offer.original,
    mediaType: offer.mediaType,
    ...(credential.hostedUrl !== undefined && { hostedUrl: credential.hostedUrl }),
    version: credential.version,
    name: achievement.name,
    description: achievement.description,
    ...(achievement.criteriaUrl !== undefined && { criteriaUrl: achievement.criteriaUrl }),
    ...(achievement.criteriaNarrative !== undefined && {
      criteriaNarrative: achievement.criteriaNarrative,
    }),
    issuer,
    ...(credential.issuedOn && { issuedOn: credential.issuedOn }),
    ...(credential.expires && { expires: credential.expires }),
    evidence: credential.evidence,
    alignments: achievement.alignments,
    tags: achievement.tags,
    visibility: 'PRIVATE',
    publishesRecipient: publishesRecipient(credential),
    revealRecipient: false,
    acceptedAt: now,
  };
  await badges.create([badge], { session });
  await reports.adopt(offer._id, { badge: badge._id, expires: credential.expires }, session);
  return badge._id;
}
