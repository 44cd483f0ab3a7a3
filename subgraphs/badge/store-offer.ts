import { digestOf } from '../../src/openbadges/index.js';
import type {
  Credential,
  Evidence,
  FoundPicture,
  Original,
  Report,
  Verified,
} from '../../src/openbadges/index.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Session } from '../../src/store/index.js';
import type { ReportLog } from '../ports.js';
import { OFFER_LIFETIME_MS, offerModel } from './offer.model.js';
import type { OfferDoc } from './offer.model.js';
import { keepPictures } from './pictures/keep-pictures.js';
import type { KeepPicturesDeps } from './pictures/keep-pictures.js';

export interface StoreOfferDeps extends KeepPicturesDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly reports: ReportLog;
}

/** A badge that came and that may be kept, with all that was found out about it. */
export interface Keepable {
  readonly report: Report;
  readonly credential: Credential;
  readonly original: Original;
  readonly evidence: Evidence;
  readonly pictures: readonly FoundPicture[];
}

export interface NewOffer extends Keepable {
  /** Normalised address. */
  readonly recipient: string;
  readonly broughtBy: 'pusher' | 'earner';
}

export interface StoredOffer {
  /** What a pusher may know of it. */
  readonly kind: 'pending' | 'already-there';
  readonly offer: string;
}

/**
 * INVALID and REVOKED badges are never kept, and neither is what says nothing; every other verdict is
 * shown and the earner's to judge.
 */
export function keepable({ credential, original, ...found }: Verified): Keepable | undefined {
  if (credential === undefined || original === undefined) return undefined;
  const { verdict } = found.report;
  if (verdict === 'INVALID' || verdict === 'REVOKED') return undefined;
  return { ...found, credential, original };
}

/** One transaction: the offer and its report. The unique index decides who of many was first. */
export async function storeOffer(
  { recipient, report, credential, original, evidence, pictures, broughtBy }: NewOffer,
  deps: StoreOfferDeps,
): Promise<StoredOffer> {
  const { database, clock, ids, reports } = deps;
  const offers = database.model(offerModel);
  const digest = digestOf(original.bytes);
  const earlier = async (session: Session | null = null): Promise<EarlierOffer | null> =>
    offers.findOne({ recipient, digest }, { imported: 1 }, { session }).lean();
  const known = await earlier();
  if (known !== null) return { kind: await kindFor(broughtBy, known, deps), offer: known._id };

  const offer = ids.make('off');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + OFFER_LIFETIME_MS);
  const kept = await keepPictures(pictures, expiresAt, deps);
  try {
    await database.transaction(async (session) => {
      await offers.create(
        [
          {
            _id: offer,
            recipient,
            digest,
            state: 'PENDING',
            receivedAt: now,
            expiresAt,
            // Whoever brought it herself need not be told.
            ...(broughtBy === 'earner' ? { imported: true } : { announceAt: now, unsorted: true }),
            original: Buffer.from(original.bytes),
            mediaType: original.mediaType,
            credential,
            ...kept,
          },
        ],
        { session },
      );
      await reports.record({ offer, expiresAt }, { report, evidence }, session);
    });
  } catch (error) {
    // The winner may not have reached a majority yet: reading in a transaction waits until it has.
    const winner = await database.transaction((session) => earlier(session));
    if (winner === null) throw error;
    return { kind: await kindFor(broughtBy, winner, deps), offer: winner._id };
  }
  return { kind: 'pending', offer };
}

type EarlierOffer = Pick<OfferDoc, '_id' | 'imported'>;

/**
 * To the first who pushes it, a badge its earner brought herself is as new as any: that it is there would
 * tell that somebody here has this address.
 */
async function kindFor(
  broughtBy: NewOffer['broughtBy'],
  { _id, imported }: EarlierOffer,
  { database }: StoreOfferDeps,
): Promise<StoredOffer['kind']> {
  if (broughtBy === 'earner' || imported === undefined) return 'already-there';
  const { modifiedCount } = await database
    .model(offerModel)
    .updateOne({ _id, imported: true }, { $unset: { imported: 1 } });
  return modifiedCount === 1 ? 'pending' : 'already-there';
}
