import type { FedEvent } from '../../federation/index.js';
import type { Database, Session } from '../database.js';
import { fedEventModel } from './fed-event.model.js';
import type { FedEventDoc } from './fed-event.model.js';
import { KEPT_MS } from './streams.js';
import { newEventId } from './new-event-id.js';

/** What a use case says when other hubs should know of something. */
export type News = Omit<FedEvent, 'id' | 'happenedAt'> & Pick<FedEventDoc, 'subject'>;

/** Notes an event for other hubs in the transaction of what it tells; they get it soon after. */
export type TellPeers = (news: News, session: Session) => Promise<void>;

/** One insert and no counter, so that telling hubs never makes a user's change fail. */
export function tellPeers(database: Database, clock: { now(): Date }): TellPeers {
  return async (news, session) => {
    const peers = news.audience.map(({ peer }) => peer);
    if (new Set(peers).size < peers.length) throw new Error('an event names a peer twice');
    if (peers.length === 0) return;
    const at = clock.now();
    const event: FedEventDoc = {
      ...news,
      _id: newEventId(at),
      happenedAt: at,
      state: 'NEW',
      createdAt: at,
      expireAt: new Date(at.getTime() + KEPT_MS),
    };
    await database.model(fedEventModel).create([event], { session });
  };
}
