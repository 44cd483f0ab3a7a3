import {
  digestOf,
  matchesRecipient,
  normalizeAddress,
  verify,
} from '../../src/openbadges/index.js';
import type { FetchDocument, Report, Source } from '../../src/openbadges/index.js';
import { addressesOf } from './answer-offer.js';
import type { KnownAs, OfferDeps } from './answer-offer.js';
import { heldBadge, keepBadge } from './keep-badge.js';
import type { KeepBadgeDeps } from './keep-badge.js';
import { OFFER_LIFETIME_MS, offerModel } from './offer.model.js';
import { keepPictures } from './pictures/keep-pictures.js';
import { keepable, storeOffer } from './store-offer.js';
import type { Keepable, StoreOfferDeps } from './store-offer.js';

export interface ImportBadgeDeps extends OfferDeps, StoreOfferDeps, KeepBadgeDeps {
  readonly fetch: FetchDocument;
}

export type Imported =
  /** It is in her backpack, now or since earlier. */
  | { readonly kind: 'kept'; readonly badge: string; readonly report: Report }
  /** It is hers but not VALID: she decides. */
  | { readonly kind: 'offered'; readonly offer: string; readonly report: Report }
  /** Nothing was stored, for the report’s reasons. */
  | { readonly kind: 'refused'; readonly report: Report };

/**
 * The earner brings a badge herself. One that was issued to her goes the way of a push; VALID it is
 * accepted at once, and importing it again gives the same badge. What was issued to somebody else is never
 * stored, nor offered to that person: only an issuer, or whoever pushes, says whom a badge is for.
 */
export async function importBadge(
  earner: string,
  source: Source,
  deps: ImportBadgeDeps,
): Promise<Imported> {
  const knownAs = await addressesOf(earner, deps);
  const verified = await verify(
    source,
    { fetch: deps.fetch, now: () => deps.clock.now() },
    { recipients: knownAs.typed },
  );
  const { report } = verified;
  const found = keepable(verified);
  const address = found && addressIn(found, knownAs);
  if (found === undefined || address === undefined) return { kind: 'refused', report };

  const held = await heldBadge(earner, found.credential, deps);
  if (held !== undefined) return { kind: 'kept', badge: held, report };
  if (report.verdict === 'VALID') {
    return { kind: 'kept', badge: await keepAtOnce(earner, found, knownAs, deps), report };
  }
  const recipient = normalizeAddress(address);
  const { offer } = await storeOffer({ ...found, recipient, broughtBy: 'earner' }, deps);
  await openAgain(offer, deps);
  return { kind: 'offered', offer, report };
}

/** Which of her addresses the badge was issued to; undefined when it is not hers. */
function addressIn({ credential }: Keepable, { typed }: KnownAs): string | undefined {
  return typed.find((address) => matchesRecipient(credential.recipient, [address]) === 'match');
}

/** One transaction: the badge, its issuer and its report. An offer of the same badge has its answer. */
async function keepAtOnce(
  earner: string,
  found: Keepable,
  { normalized }: KnownAs,
  deps: ImportBadgeDeps,
): Promise<string> {
  const { database, clock, ids, reports } = deps;
  const { credential, original } = found;
  const expiresAt = new Date(clock.now().getTime() + OFFER_LIFETIME_MS);
  const pictures = await keepPictures(found.pictures, expiresAt, deps);
  // A report belongs to an offer before it belongs to a badge; nobody will ever hear of this one.
  const offer = ids.make('off');
  return database.transaction(async (session) => {
    await reports.record({ offer, expiresAt }, found, session);
    const accepted = {
      _id: offer,
      credential,
      original: Buffer.from(original.bytes),
      mediaType: original.mediaType,
      ...pictures,
    };
    const badge = await keepBadge(earner, accepted, { proven: true }, deps, session);
    await reports.forget(offer, session);
    await database
      .model(offerModel)
      .updateMany(
        { recipient: { $in: normalized }, digest: digestOf(original.bytes), state: 'PENDING' },
        { $set: { state: 'ACCEPTED' }, $unset: { announceAt: 1 } },
        { session },
      );
    return badge;
  });
}

/** What she brings herself she wants to answer anew, whatever she said to it before. */
async function openAgain(offer: string, { database }: ImportBadgeDeps): Promise<void> {
  await database
    .model(offerModel)
    .updateOne(
      { _id: offer, state: { $ne: 'PENDING' } },
      { $set: { state: 'PENDING' }, $unset: { declineReason: 1 } },
    );
}
