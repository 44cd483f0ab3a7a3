import type { Session } from '../../src/store/index.js';
import type { Belongings, CollectionLog, EarnerAddresses, ReportLog } from '../ports.js';
import { addressesOf } from './answer-offer.js';
import { badgeModel } from './badge.model.js';
import type { BadgeDoc } from './badge.model.js';
import { offerModel } from './offer.model.js';
import type { OfferDoc } from './offer.model.js';
import { letGoOf } from './pictures/keep-pictures.js';
import { readOriginal } from './read-original.js';
import { sendingModel } from './sending/sending.model.js';
import type { SendingDoc } from './sending/sending.model.js';
import { withdrawAllOf } from './sending/withdraw-badge.js';
import type { WithdrawDeps } from './sending/withdraw-badge.js';

export interface BadgeBelongingsDeps extends WithdrawDeps {
  readonly addresses: EarnerAddresses;
  readonly collectionLog: CollectionLog;
  readonly reports: ReportLog;
}

type Held = Pick<BadgeDoc, '_id' | 'credentialKey' | 'picture'>;

/** What the badge subgraph keeps for an earner: her badges, and what was offered to her addresses. */
export function badgeBelongings(deps: BadgeBelongingsDeps): Belongings {
  const { database, collectionLog, reports } = deps;
  const badges = database.model(badgeModel);
  const offers = database.model(offerModel);
  const sendings = database.model(sendingModel);
  const heldBy = (earner: string, session: Session) =>
    badges
      .find({ earner }, { credentialKey: 1, picture: 1 }, { session })
      .sort({ _id: 1 })
      .lean<Held[]>();

  async function drop({ _id, picture }: Held, session: Session): Promise<void> {
    await badges.deleteOne({ _id }, { session });
    if (picture !== undefined) await letGoOf(picture, deps, session);
    await withdrawAllOf(_id, deps, session);
    await reports.forget(_id, session);
  }

  return {
    async move(from, to, session) {
      const kept = new Map(
        (await heldBy(to, session)).map(({ _id, credentialKey: key }) => [key, _id]),
      );
      for (const badge of await heldBy(from, session)) {
        const same = kept.get(badge.credentialKey);
        if (same === undefined) {
          await badges.updateOne({ _id: badge._id }, { $set: { earner: to } }, { session });
          continue;
        }
        await collectionLog.badgeReplaced(badge._id, same, session);
        await drop(badge, session);
      }
      await sendings.updateMany({ earner: from }, { $set: { earner: to } }, { session });
    },
    async erase(earner, session) {
      for (const badge of await heldBy(earner, session)) {
        await collectionLog.badgeRemoved(badge._id, session);
        await drop(badge, session);
      }
      await sendings.deleteMany({ earner }, { session });
      const { normalized } = await addressesOf(earner, deps);
      const offered = await offers
        .find({ recipient: { $in: normalized } }, { _id: 1 }, { session })
        .lean();
      for (const { _id } of offered) await reports.forget(_id, session);
      await offers.deleteMany({ recipient: { $in: normalized } }, { session });
    },
    async tell(earner) {
      const held = await badges.find({ earner }).sort({ acceptedAt: 1 }).lean<BadgeDoc[]>();
      const { normalized } = await addressesOf(earner, deps);
      const offered = await offers
        .find({ recipient: { $in: normalized } })
        .sort({ receivedAt: 1 })
        .lean<OfferDoc[]>();
      const sent = await sendings.find({ earner }).sort({ since: 1 }).lean<SendingDoc[]>();
      const found = await reports.current([...held, ...offered].map(({ _id }) => _id));
      return {
        badges: held.map((badge) => ({
          id: badge._id,
          name: badge.name,
          version: badge.version,
          visibility: badge.visibility,
          acceptedAt: badge.acceptedAt,
          hostedUrl: badge.hostedUrl,
          ...statementIn(badge),
          report: found.get(badge._id),
        })),
        offers: offered.map((offer) => ({
          id: offer._id,
          state: offer.state,
          receivedAt: offer.receivedAt,
          recipient: offer.recipient,
          ...statementIn(offer),
          report: found.get(offer._id),
        })),
        sendings: sent.map(({ _id, badge, name, peer, state, since }) => {
          return { id: _id, badge, name, hub: peer, state, since };
        }),
      };
    },
  };
}

/** What the issuer wrote: the document, and the signature where there is one. */
function statementIn({ original, mediaType }: Pick<BadgeDoc, 'original' | 'mediaType'>) {
  const { document, jws } = readOriginal(new Uint8Array(original.buffer));
  return { mediaType, credential: document, ...(jws !== undefined && { credentialJws: jws }) };
}
