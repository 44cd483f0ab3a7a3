import { Refusal } from '../../src/errors.js';
import type { Report } from '../../src/openbadges/index.js';
import type { IssuerRules, Notices } from '../ports.js';
import { makeHers } from './accept-offer.js';
import { offeredTo } from './answer-offer.js';
import type { KnownAs } from './answer-offer.js';
import { openOffer } from './receiving/open-offer.js';
import { TRUSTED } from './receiving/place-for-offer.js';
import type { AcceptOfferDeps } from './accept-offer.js';
import { offerModel } from './offer.model.js';
import type { OfferDoc } from './offer.model.js';

export interface AcceptTrustedDeps extends AcceptOfferDeps {
  readonly issuerRules: IssuerRules;
  readonly notices: Notices;
}

const BATCH = 200;

/**
 * Accepts what came from issuers its earner trusts, when it is VALID and hers. Every push waits here for a
 * moment, whoever it is for: so neither its receipt nor its time tells anything about her. Two workers at
 * once do no harm: an offer is accepted once.
 */
export async function acceptTrusted(deps: AcceptTrustedDeps): Promise<void> {
  const offers = deps.database.model(offerModel);
  const fresh = await offers
    .find({ unsorted: true }, { original: 0 })
    .sort({ receivedAt: 1 })
    .limit(BATCH)
    .lean<OfferDoc[]>();
  for (const offer of fresh) {
    await sort(offer, deps);
    await offers.updateOne({ _id: offer._id }, { $unset: { unsorted: 1 } });
  }
}

async function sort(offer: OfferDoc, deps: AcceptTrustedDeps): Promise<void> {
  const { issuerRules } = deps;
  if (offer.state !== 'PENDING') return;
  const earner = await issuerRules.earnerWith(offer.recipient);
  if (earner === null) return;
  const { trusted } = await issuerRules.rulesOf(earner);
  const byLink = await acceptedByLink(offer, deps);
  if (byLink === undefined) return;
  if (![...trusted, ...byLink].includes(offer.credential.issuer.id)) return;
  try {
    const to = await offeredTo(earner, deps);
    const report = await reportOf(offer, to, deps);
    if (report === undefined || !isProven(report)) return;
    const badge = await makeHers(earner, offer._id, to, deps);
    await tell(earner, badge, offer, deps);
  } catch (error) {
    // She answered it herself meanwhile, or it is not hers: then it stays what it is.
    if (!(error instanceof Refusal)) throw error;
  }
}

/**
 * Issuers whose badges she accepts unseen over the link this came by; undefined when nothing is accepted
 * unseen from there: the link is closed, or the hub is not trusted right now (federation.md 2.2).
 */
async function acceptedByLink(
  { recipient: deliveryAddress, foreign }: OfferDoc,
  { links }: AcceptTrustedDeps,
): Promise<readonly string[] | undefined> {
  if (foreign === undefined) return [];
  const link = await links.receiving({ peer: foreign.peer, deliveryAddress });
  return link !== null && TRUSTED.includes(link.peerState) ? link.acceptsFrom : undefined;
}

/** What was found out when it came; of another hub's offer, what is found out now. */
async function reportOf(
  offer: OfferDoc,
  to: KnownAs,
  deps: AcceptTrustedDeps,
): Promise<Report | undefined> {
  const { foreign } = offer;
  if (foreign === undefined) return (await deps.reports.current([offer._id])).get(offer._id);
  return (await openOffer({ ...offer, foreign }, to, deps)).report;
}

/** VALID without a doubt about who issued it: a badge may point at an issuer that knows nothing of it. */
function isProven({ verdict, findings }: Report): boolean {
  const doubted = findings.some(({ check, outcome }) => check === 'SCOPE' && outcome === 'WARN');
  return verdict === 'VALID' && !doubted;
}

async function tell(
  earner: string,
  badge: string,
  { credential }: OfferDoc,
  { database, notices }: AcceptTrustedDeps,
): Promise<void> {
  const { issuer, achievement } = credential;
  const says = `“${achievement.name}” was accepted, since you trust ${issuer.name}.`;
  await database.transaction((session) =>
    notices.tell(earner, { kind: 'BADGE_ACCEPTED', says, badge }, session),
  );
}
