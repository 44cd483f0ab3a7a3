import type { Database } from '../../src/store/index.js';
import type { Clock } from '../../src/runtime/index.js';
import type { BadgeOwners, BadgeSources, WaitingOffers } from '../ports.js';
import { badgeModel } from './badge.model.js';
import { offerModel } from './offer.model.js';

/** What other subgraphs may know of badges: whose they are, and how to ask their issuers again. */
export function badgeReader(database: Database): BadgeOwners & BadgeSources {
  const badges = database.model(badgeModel);
  return {
    async holdBadge(earner, badge, session) {
      const { matchedCount } = await badges.updateOne(
        { _id: badge, earner },
        { $inc: { holds: 1 } },
        { session },
      );
      return matchedCount === 1;
    },
    async sourceOf(badge) {
      const found = await badges
        .findById(badge, { hostedUrl: 1, original: 1, earner: 1, expires: 1 })
        .lean();
      if (found === null) return null;
      const { hostedUrl, earner, expires } = found;
      const accepted = new Uint8Array(found.original.buffer);
      return {
        source:
          hostedUrl === undefined
            ? { kind: 'json', text: Buffer.from(accepted).toString('utf8') }
            : { kind: 'url', url: hostedUrl },
        earner,
        accepted,
        ...(expires && { expires }),
      };
    },
  };
}

/** Offers nobody was told of yet, for the digest mail. */
export function waitingOffers(database: Database, clock: Clock): WaitingOffers {
  const offers = database.model(offerModel);
  const untold = { state: 'PENDING', announceAt: { $exists: true } } as const;
  return {
    async dueRecipients(limit) {
      const due = await offers
        .find(
          { state: 'PENDING', announceAt: { $lte: clock.now() }, unsorted: { $exists: false } },
          { recipient: 1 },
        )
        .sort({ announceAt: 1 })
        .limit(limit)
        .lean();
      return [...new Set(due.map(({ recipient }) => recipient))];
    },
    async hasOthers(recipient, blocked) {
      const others = { ...untold, recipient, 'credential.issuer.id': { $nin: [...blocked] } };
      return (await offers.exists(others)) !== null;
    },
    async told(recipient) {
      await offers.updateMany({ ...untold, recipient }, { $unset: { announceAt: 1 } });
    },
    async postpone(recipient, until) {
      await offers.updateMany({ ...untold, recipient }, { $set: { announceAt: until } });
    },
  };
}
