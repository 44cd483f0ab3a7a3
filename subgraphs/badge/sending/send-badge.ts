import { Refusal } from '../../../src/errors.js';
import type { Clock, Ids } from '../../../src/runtime/index.js';
import type { Database, Session, TellPeers } from '../../../src/store/index.js';
import type { Links, OpenLink } from '../../ports.js';
import { badgeModel } from '../badge.model.js';
import type { BadgeDoc } from '../badge.model.js';
import { issuerModel } from '../issuer.model.js';
import { OFFER_LIFETIME_MS } from '../offer.model.js';
import { carryCredential } from './carry-credential.js';
import { sendingModel } from './sending.model.js';
import type { SendingDoc } from './sending.model.js';

export interface SendBadgeDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly links: Links;
  readonly tell: TellPeers;
  /** The origin people see. */
  readonly publicUrl: () => string;
}

/** Names are shown before anybody has looked at the badge itself. */
const LONGEST_NAME = 200;

/**
 * Offers a badge of hers at another hub: one transaction for what she sees and for the message. Sending it
 * again changes nothing while the offer stands or was accepted; what was declined or taken back is offered
 * anew.
 * @throws Refusal NOT_FOUND unless badge and link are hers and badges are sent over the link; TOO_LARGE
 */
export async function sendBadge(
  earner: string,
  { badge, link }: { readonly badge: string; readonly link: string },
  deps: SendBadgeDeps,
): Promise<SendingDoc> {
  return deps.database.transaction(async (session) => {
    const open = await deps.links.holdSending(earner, link, session);
    const held = await holdBadge(earner, badge, deps, session);
    if (open === null || held === null) throw new Refusal('NOT_FOUND');
    const sending = await sendOver(open, held, deps, session);
    if (sending !== undefined) return sending;
    throw new Refusal('TOO_LARGE', 'This badge is larger than hubs take from each other.');
  });
}

/** Within this transaction the badge stays hers. */
async function holdBadge(
  earner: string,
  badge: string,
  { database }: SendBadgeDeps,
  session: Session,
): Promise<BadgeDoc | null> {
  return database
    .model(badgeModel)
    .findOneAndUpdate({ _id: badge, earner }, { $inc: { holds: 1 } }, { session })
    .lean<BadgeDoc>();
}

/**
 * The link is held, so that two who send the same badge over it come one after the other. Undefined, and
 * nothing written, for a badge that is too large.
 */
export async function sendOver(
  { id: link, peer, deliveryAddress }: OpenLink,
  badge: BadgeDoc,
  deps: SendBadgeDeps,
  session: Session,
): Promise<SendingDoc | undefined> {
  const { database, clock, ids, tell } = deps;
  const sendings = database.model(sendingModel);
  const before = await sendings
    .findOne({ link, badge: badge._id }, null, { session })
    .lean<SendingDoc>();
  if (before?.state === 'OFFERED' || before?.state === 'ACCEPTED') return before;

  const offer = before?._id ?? ids.make('of');
  const origin = new URL(deps.publicUrl()).origin;
  const credential = carryCredential(badge, { offer, origin });
  if (credential === undefined) return undefined;

  const now = clock.now();
  const sending: SendingDoc = {
    _id: offer,
    earner: badge.earner,
    badge: badge._id,
    name: badge.name,
    link,
    peer,
    state: 'OFFERED',
    rev: (before?.rev ?? 0) + 1,
    answeredRev: before?.answeredRev ?? 0,
    since: now,
  };
  await sendings.replaceOne({ _id: offer }, sending, { upsert: true, session });
  const payload = {
    offer,
    rev: sending.rev,
    credential,
    display: await displayOf(badge, deps, session),
    expires: Math.floor((now.getTime() + OFFER_LIFETIME_MS) / 1000),
  };
  await tell(
    {
      said: { type: 'badge-offered', payload },
      subject: { kind: 'offer', id: offer, rev: sending.rev },
      audience: [{ peer, deliveryAddress, link }],
    },
    session,
  );
  return sending;
}

async function displayOf(badge: BadgeDoc, { database }: SendBadgeDeps, session: Session) {
  const issuer = await database
    .model(issuerModel)
    .findById(badge.issuer, { name: 1 }, { session })
    .lean();
  return { name: shown(badge.name), issuerName: shown(issuer?.name ?? '') };
}

const shown = (name: string): string => name.slice(0, LONGEST_NAME) || '–';
