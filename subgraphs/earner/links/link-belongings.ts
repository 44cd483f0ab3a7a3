import type { Belongings } from '../../ports.js';
import { closeLinks } from './close-link.js';
import { openLinksOf } from './change-link.js';
import type { LinkDeps } from './link-deps.js';
import { linkModel } from './link.model.js';

/** Her links to other hubs. */
export function linkBelongings(deps: LinkDeps): Belongings {
  const links = deps.database.model(linkModel);
  return {
    async move(from, to, session) {
      // Two links to one hub would be two names for one person: the surviving account's stays.
      const kept = await links.find({ earner: to, state: 'OPEN' }, null, { session }).lean();
      for (const { peer, direction } of kept) {
        await closeLinks({ earner: from, peer, direction }, deps, session);
      }
      await links.deleteMany({ earner: from, state: 'PROMISED' }, { session });
      await links.updateMany({ earner: from }, { $set: { earner: to } }, { session });
    },
    async erase(earner, session) {
      await closeLinks({ earner }, deps, session);
      await links.deleteMany({ earner }, { session });
    },
    async tell(earner) {
      const open = await openLinksOf(earner, deps);
      return {
        links: open.map(({ _id, peer, direction, since, acceptsFrom, rules }) => {
          return { id: _id, hub: peer, direction, since, acceptsFrom, rules };
        }),
      };
    },
  };
}
