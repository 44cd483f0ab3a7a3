import type { EventPayloads } from '../../../src/federation/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import type { Links } from '../../ports.js';
import { badgeModel } from '../badge.model.js';
import { bytesToSend } from './carry-credential.js';
import { sendingModel } from './sending.model.js';

/**
 * The bytes behind the `href` of an offer, for the hub it was made to and for nobody else; null when there
 * is no such offer, or none that stands over an open link.
 */
export async function credentialOfOffer(
  { peer, offer }: { readonly peer: string; readonly offer: string },
  { database, links }: { readonly database: Database; readonly links: Links },
): Promise<Uint8Array | null> {
  const sending = await database
    .model(sendingModel)
    .findOne({ _id: offer, peer, state: 'OFFERED' })
    .lean();
  if (sending === null || !(await links.isOpen(sending.link))) return null;
  const badge = await database.model(badgeModel).findById(sending.badge, { original: 1 }).lean();
  return badge === null ? null : bytesToSend(badge);
}

/** Does the offer still stand as this message says it? Asked right before it is sent. */
export async function standsStill(
  { offer, rev }: Pick<EventPayloads['badge-offered'], 'offer' | 'rev'>,
  database: Database,
): Promise<boolean> {
  const standing = { _id: offer, rev, state: 'OFFERED' } as const;
  return (await database.model(sendingModel).exists(standing)) !== null;
}

interface AnsweredDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly links: Links;
}

type Answer = Pick<EventPayloads['offer-declined'], 'offer' | 'rev' | 'at'> &
  ({ readonly state: 'ACCEPTED' } | { readonly state: 'DECLINED'; readonly declineReason: string });

/**
 * The other hub says what she answered there. An answer names the rev it answers, and counts once. An
 * acceptance stands whatever was said here meanwhile: she has the badge there. False for an answer of
 * anybody the offer was not made to, and for one that comes too late.
 */
export async function answeredThere(
  { peer, deliveryAddress }: { readonly peer: string; readonly deliveryAddress: string },
  { offer, rev, at, ...answer }: Answer,
  { database, clock, links }: AnsweredDeps,
  session: Session,
): Promise<boolean> {
  const sendings = database.model(sendingModel);
  const which = { _id: offer, peer, answeredRev: { $lt: rev } };
  const stands = answer.state === 'ACCEPTED' ? {} : { state: 'OFFERED' as const, rev };
  const found = await sendings.findOne({ ...which, ...stands }, null, { session }).lean();
  if (found === null) return false;
  if ((await links.deliveryAddressOf(found.link)) !== deliveryAddress) return false;
  // What the other hub says of the time counts as far as it is past.
  const since = new Date(Math.min(at * 1000, clock.now().getTime()));
  const { modifiedCount } = await sendings.updateOne(
    { ...which, ...stands },
    { $set: { ...answer, answeredRev: rev, since }, $unset: { expiresAt: 1 } },
    { session },
  );
  return modifiedCount === 1;
}
