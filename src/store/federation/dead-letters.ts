import type { Outbox } from '../../federation/index.js';
import type { Database } from '../database.js';
import { deliveryModel } from './delivery.model.js';
import type { DeliveryDoc } from './delivery.model.js';
import { tellPeers } from './tell-peers.js';

/** Messages no peer will take: an operator looks at them and tells them anew, or not. */
export function deadLetters(
  database: Database,
  clock: { now(): Date },
): Pick<Outbox, 'listDead' | 'retryDead' | 'discardDead'> {
  const deliveries = database.model(deliveryModel);
  const tell = tellPeers(database, clock);
  return {
    async listDead(limit) {
      const found = await deliveries
        .find({ state: 'DEAD' })
        .sort({ createdAt: -1 })
        .limit(limit)
        .lean<DeliveryDoc[]>();
      return found.map(({ _id, peer, said, because = '', since }) => {
        return { jti: _id, peer, type: said.type, because, since };
      });
    },
    async retryDead(jti) {
      return database.transaction(async (session) => {
        const dead = await deliveries
          .findOneAndDelete({ _id: jti, state: 'DEAD' }, { session })
          .lean<DeliveryDoc>();
        if (dead === null) return false;
        const { peer, said, txn, deliveryAddress, link, grant } = dead;
        const to = { peer, deliveryAddress, link, grant };
        const audience = [JSON.parse(JSON.stringify(to)) as { peer: string }];
        const subject = { kind: 'delivery', id: jti };
        await tell({ said, subject, audience, ...(txn !== undefined && { txn }) }, session);
        return true;
      });
    },
    async discardDead(jti) {
      const { deletedCount } = await deliveries.deleteOne({ _id: jti, state: 'DEAD' });
      return deletedCount === 1;
    },
  };
}
