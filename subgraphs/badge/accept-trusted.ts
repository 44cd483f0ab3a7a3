import { Refusal } from '../../src/errors.js';
import type { Report } from '../../src/openbadges/index.js';
import type { IssuerRules, Notices } from '../ports.js';
import { acceptOffer } from './accept-offer.js';
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
  const { issuerRules, reports } = deps;
  if (offer.state !== 'PENDING') return;
  const earner = await issuerRules.earnerWith(offer.recipient);
  if (earner === null) return;
  const { trusted } = await issuerRules.rulesOf(earner);
  if (!trusted.includes(offer.credential.issuer.id)) return;
  const report = (await reports.current([offer._id])).get(offer._id);
  if (report === undefined || !isProven(report)) return;
  try {
    const badge = await acceptOffer(earner, offer._id, deps);
    await tell(earner, badge, offer, deps);
  } catch (error) {
    // She answered it herself meanwhile, or it is not hers: then it stays what it is.
    if (!(error instanceof Refusal)) throw error;
  }
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
