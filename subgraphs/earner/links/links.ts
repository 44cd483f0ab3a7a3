import type { Links, OpenLink } from '../../ports.js';
import { findPeers } from '../../../src/store/index.js';
import type { Database } from '../../../src/store/index.js';
import { addRule } from './change-link.js';
import { linkModel } from './link.model.js';
import type { LinkDoc } from './link.model.js';

/** The port by which badges go over links. */
export function links(database: Database): Links {
  const rows = database.model(linkModel);
  return {
    async holdSending(earner, id, session) {
      const link = await rows
        .findOneAndUpdate(
          { _id: id, earner, direction: 'SENDS', state: 'OPEN' },
          { $inc: { holds: 1 } },
          { session },
        )
        .lean<LinkDoc>();
      return link === null ? null : openLink(link);
    },
    async sendingByRule(earner, { issuer, badgeClass }, session) {
      const kinds = [{ issuer }, ...(badgeClass === undefined ? [] : [{ badgeClass }])];
      const found = await rows
        .find(
          { earner, direction: 'SENDS', state: 'OPEN', rules: { $elemMatch: { $or: kinds } } },
          null,
          { session },
        )
        .lean<LinkDoc[]>();
      return found.map(openLink);
    },
    addRule: (earner, id, rule, session) => addRule(earner, id, rule, { database }, session),
    async receiving({ peer, deliveryAddress }, session) {
      const link = await rows
        .findOne({ peer, deliveryAddress, direction: 'RECEIVES', state: 'OPEN' }, null, {
          session: session ?? null,
        })
        .lean<LinkDoc>();
      if (link === null) return null;
      const known = (await findPeers([peer], database, session ?? null)).get(peer);
      return {
        ...openLink(link),
        earner: link.earner,
        acceptsFrom: link.acceptsFrom,
        peerState: known?.state ?? 'GONE',
      };
    },
    async deliveryAddressOf(id) {
      const open = await rows.findOne({ _id: id, state: 'OPEN' }, { deliveryAddress: 1 }).lean();
      return open?.deliveryAddress ?? null;
    },
    async isOpen(id) {
      return (await rows.exists({ _id: id, state: 'OPEN' })) !== null;
    },
  };
}

function openLink({ _id, peer, deliveryAddress }: LinkDoc): OpenLink {
  return { id: _id, peer, deliveryAddress };
}
