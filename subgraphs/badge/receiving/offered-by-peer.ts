import type { EventPayloads } from '../../../src/federation/index.js';
import type { Clock, Ids, Log } from '../../../src/runtime/index.js';
import { noteFlood } from '../../../src/store/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import type { Links, ReceivingLink } from '../../ports.js';
import { OFFER_LIFETIME_MS, offerModel } from '../offer.model.js';
import type { ForeignOffer, OfferDoc } from '../offer.model.js';
import { foreignKey, inlineBytes, unopened } from './foreign-offer.js';
import { placeForOffer } from './place-for-offer.js';
import type { Place } from './place-for-offer.js';

export interface ReceiveForeignDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly links: Links;
  readonly log: Pick<Log, 'warn'>;
}

/** From whom an event is, proved by its signature, and the delivery address it names. */
export interface FromPeer {
  readonly peer: string;
  readonly deliveryAddress: string;
}

/**
 * `badge-offered`: another hub offers a badge to the earner behind a delivery address. It waits for her,
 * and nothing is fetched before she answers. False when nothing came of it: a dead address, a rev that is
 * known, bytes that are not those promised, or too many of them; the other hub never learns which.
 */
export async function offeredByPeer(
  from: FromPeer,
  offered: EventPayloads['badge-offered'],
  deps: ReceiveForeignDeps,
  session: Session,
): Promise<boolean> {
  const now = deps.clock.now();
  const link = await deps.links.receiving(from, session);
  const inline = inlineBytes(offered);
  const endMs = Math.min(offered.expires * 1000, now.getTime() + OFFER_LIFETIME_MS);
  if (link === null || inline === null || endMs <= now.getTime()) return false;

  const known = await knownOffer(from, offered.offer, deps, session);
  if (known !== null && !isNewer(known, offered.rev)) return false;
  // Offered anew it takes a place like a new one: what was withdrawn before it came had none.
  const { place } = await placeFor(link, deps, session);
  if (place === 'nowhere') return false;

  const { credential, offer, rev, note } = offered;
  const { digest, size, href } = credential;
  const foreign: ForeignOffer = {
    peer: from.peer,
    link: link.id,
    offer,
    rev,
    digest,
    size,
    names: { id: credential.id, issuer: credential.issuer },
    ...(href !== undefined && { href }),
    ...(inline !== undefined && { inline }),
    ...(note !== undefined && { note }),
    ...(place === 'quarantine' && { quarantined: true }),
  };
  const wakes = place === 'inbox' ? { announceAt: now, unsorted: true as const } : {};
  const fields = { ...unopened(offered), ...wakes, expiresAt: new Date(endMs), foreign };
  await put(from, { ...fields, state: 'PENDING' }, deps, session);
  return true;
}

/**
 * `badge-withdrawn`: the offer does not stand any more. What she accepted stays hers. A withdrawal that
 * overtook its offer is remembered, so that the offer changes nothing when it comes.
 */
export async function withdrawnByPeer(
  from: FromPeer,
  { offer, rev }: Pick<EventPayloads['badge-withdrawn'], 'offer' | 'rev'>,
  deps: ReceiveForeignDeps,
  session: Session,
): Promise<boolean> {
  const link = await deps.links.receiving(from, session);
  if (link === null) return false;
  const offers = deps.database.model(offerModel);
  const known = await knownOffer(from, offer, deps, session);
  if (known !== null) {
    if (!isNewer(known, rev)) return false;
    const { modifiedCount } = await offers.updateOne(
      { _id: known._id },
      {
        $set: { 'foreign.rev': rev, state: 'WITHDRAWN' },
        $unset: { announceAt: 1, unsorted: 1 },
      },
      { session },
    );
    return modifiedCount === 1;
  }
  // What is remembered takes a place as well: withdrawals are no way around the limits.
  const { place, isTooMuch } = await placeFor(link, deps, session);
  if (isTooMuch) return false;
  const expiresAt = new Date(deps.clock.now().getTime() + OFFER_LIFETIME_MS);
  const foreign: ForeignOffer = {
    ...UNKNOWN,
    peer: from.peer,
    link: link.id,
    offer,
    rev,
    ...(place === 'quarantine' && { quarantined: true }),
  };
  const fields = { ...unopened(UNNAMED), expiresAt, foreign };
  await put(from, { ...fields, state: 'WITHDRAWN' }, deps, session);
  return true;
}

/** What is remembered of an offer that was withdrawn before it came. */
const UNNAMED = {
  credential: { id: '', issuer: '', format: '' },
  display: { name: '', issuerName: '' },
};
const UNKNOWN = { digest: '', size: 0, names: { id: '', issuer: '' } };

/** Writes an offer of another hub, in place of what it was before. */
async function put(
  { deliveryAddress: recipient }: FromPeer,
  offer: Omit<OfferDoc, '_id' | 'recipient' | 'digest' | 'receivedAt' | 'foreign'> & {
    readonly foreign: ForeignOffer;
  },
  { database, clock, ids }: ReceiveForeignDeps,
  session: Session,
): Promise<void> {
  await database.model(offerModel).updateOne(
    { recipient, digest: foreignKey(offer.foreign.offer) },
    {
      $set: { ...offer, receivedAt: clock.now() },
      $unset: {
        declineReason: 1,
        picture: 1,
        issuerPicture: 1,
        ...(offer.unsorted === undefined && { announceAt: 1, unsorted: 1 }),
      },
      $setOnInsert: { _id: ids.make('off') },
    },
    { upsert: true, session },
  );
}

async function knownOffer(
  { deliveryAddress: recipient }: FromPeer,
  offer: string,
  { database }: ReceiveForeignDeps,
  session: Session,
): Promise<OfferDoc | null> {
  return database
    .model(offerModel)
    .findOne({ recipient, digest: foreignKey(offer) }, null, { session })
    .lean<OfferDoc>();
}

const isNewer = ({ state, foreign }: OfferDoc, rev: number): boolean =>
  state !== 'ACCEPTED' && foreign !== undefined && rev > foreign.rev;

/** Tells the operator once a day of a hub that sends more than it may. */
async function placeFor(
  link: ReceivingLink,
  deps: ReceiveForeignDeps,
  session: Session,
): Promise<Place> {
  const found = await placeForOffer(link, deps, session);
  if (found.isTooMuch && (await noteFlood(link.peer, deps.clock.now(), deps.database, session)))
    deps.log.warn({ peer: link.peer }, 'a hub offers more badges than it may');
  return found;
}
