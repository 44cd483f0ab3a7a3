import type { Delivery, FedEvent, Outbox, Peer } from '../../federation/index.js';
import type { Database } from '../database.js';
import { deadLetters } from './dead-letters.js';
import { deliveryModel } from './delivery.model.js';
import type { DeliveryDoc } from './delivery.model.js';
import { fedEventModel } from './fed-event.model.js';
import type { FedEventDoc } from './fed-event.model.js';
import { peerModel } from './peer.model.js';
import type { PeerDoc } from './peer.model.js';
import { streams } from './streams.js';

const LEASE_MS = 30_000;
const HOUR_MS = 3_600_000;

/** What this hub has to say to others (federation.md 2.10). */
export function outbox(database: Database, clock: { now(): Date }): Outbox {
  const peers = database.model(peerModel);
  const deliveries = database.model(deliveryModel);
  const events = database.model(fedEventModel);
  const stream = streams(database, clock);

  async function waiting({ origin, out }: Peer, limit: number): Promise<readonly Delivery[]> {
    const found = await deliveries
      .find({ peer: origin, state: 'READY', epoch: out.epoch })
      .sort({ seq: 1 })
      .limit(limit)
      .lean<DeliveryDoc[]>();
    return found.flatMap(deliveryOf);
  }

  return {
    ...stream,
    ...deadLetters(database, clock),

    async newEvents(limit) {
      const found = await events
        .find({ state: 'NEW' })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<FedEventDoc[]>();
      return found.map(eventOf);
    },
    async noteSequenced(eventId) {
      await events.updateOne({ _id: eventId }, { $set: { state: 'SEQUENCED' } });
    },

    async peersToServe(now) {
      const found = await peers.aggregate<{ _id: string }>([
        {
          $match: {
            state: { $nin: ['BLOCKED', 'GONE'] },
            $or: [{ 'breaker.probeAt': { $exists: false } }, { 'breaker.probeAt': { $lte: now } }],
          },
        },
        {
          $lookup: {
            from: 'deliveries',
            localField: '_id',
            foreignField: 'peer',
            pipeline: [{ $match: { state: 'READY' } }, { $limit: 1 }, { $project: { _id: 1 } }],
            as: 'waiting',
          },
        },
        { $match: { waiting: { $ne: [] } } },
        { $project: { _id: 1 } },
      ]);
      return found.map(({ _id }) => _id);
    },

    async lease(peer, owner) {
      // Written by hand: mongoose would turn the variables into dates.
      const { matchedCount } = await peers.collection.updateOne(
        {
          _id: peer as never,
          $expr: {
            $or: [{ $lte: ['$lease.until', '$$NOW'] }, { $eq: ['$lease.owner', owner] }],
          },
        },
        [{ $set: { lease: { owner, until: { $add: ['$$NOW', LEASE_MS] } } } }],
      );
      return matchedCount === 1;
    },
    async endLease(peer, owner) {
      await peers.updateOne({ _id: peer, 'lease.owner': owner }, { $unset: { lease: 1 } });
    },
    async peer(origin) {
      const found = await peers.findById(origin).lean<PeerDoc>();
      return found === null ? null : peerOf(found);
    },

    async ready(peer, limit) {
      const found = await waiting(peer, limit);
      if (found.length > 0 || !(await stream.moveWaiting(peer))) return found;
      return waiting(peer, limit);
    },
    async noteDelivered(peer, jtis) {
      if (jtis.length === 0) return;
      await deliveries.updateMany(
        { _id: { $in: [...jtis] }, peer, state: 'READY' },
        { $set: { state: 'DELIVERED', since: clock.now() } },
      );
    },
    async find(peer, jti) {
      const found = await deliveries.findOne({ _id: jti, peer }).lean<DeliveryDoc>();
      return found === null ? null : (deliveryOf(found)[0] ?? null);
    },
    async noteRefusal(jti) {
      await deliveries.updateOne({ _id: jti, state: 'READY' }, { $inc: { refusals: 1 } });
    },
    async noteBreaker({ origin, state }, breaker, more = {}) {
      // An operator may have blocked it meanwhile, and that stays.
      const which = { _id: origin, ...(more.state !== undefined && { state }) };
      await peers.updateOne(which, { $set: { breaker, ...more } });
    },

    async advance({ origin, out }, seq) {
      const { epoch } = out;
      await peers.updateOne(
        { _id: origin, 'out.epoch': epoch },
        { $max: { 'out.acked': Math.min(seq, out.head) } },
      );
      await deliveries.updateMany(
        { peer: origin, state: 'READY', epoch, seq: { $lte: seq } },
        { $set: { state: 'DELIVERED', since: clock.now() } },
      );
    },
    async rewind({ origin, out }, seq) {
      const now = clock.now();
      const lastBefore = new Date(now.getTime() - HOUR_MS);
      const { matchedCount } = await peers.updateOne(
        {
          _id: origin,
          'out.epoch': out.epoch,
          'out.acked': { $gt: seq },
          $or: [{ 'out.rewoundAt': { $exists: false } }, { 'out.rewoundAt': { $lte: lastBefore } }],
        },
        { $set: { 'out.acked': seq, 'out.rewoundAt': now } },
      );
      if (matchedCount === 0) return false;
      await deliveries.updateMany(
        { peer: origin, epoch: out.epoch, seq: { $gt: seq }, state: 'DELIVERED' },
        { $set: { state: 'READY', since: now } },
      );
      return true;
    },
    async after({ origin, out }, seq, limit) {
      const found = await deliveries
        .find({ peer: origin, epoch: out.epoch, seq: { $gt: seq }, state: { $ne: 'EXPIRED' } })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<DeliveryDoc[]>();
      return found.flatMap(deliveryOf);
    },

    async expire(olderThan) {
      for (const { _id: peer, out } of await peers.find().lean<PeerDoc[]>()) {
        const { epoch } = out;
        const gone = await deliveries
          .findOne({ peer, epoch, seq: { $gte: out.oldest }, createdAt: { $lt: olderThan } })
          .sort({ seq: -1 })
          .lean<DeliveryDoc>();
        if (gone?.seq === undefined) continue;
        await deliveries.updateMany(
          { peer, epoch, seq: { $lte: gone.seq }, state: 'READY' },
          { $set: { state: 'EXPIRED', because: 'too old', since: clock.now() } },
        );
        await peers.updateOne(
          { _id: peer, 'out.epoch': epoch },
          { $max: { 'out.oldest': gone.seq + 1 } },
        );
      }
    },
  };
}

/** Nothing of what has no place in a stream any more. */
function deliveryOf(row: DeliveryDoc): readonly Delivery[] {
  const { _id, seq, state: _state, because: _because, since: _since, ...rest } = row;
  return seq === undefined ? [] : [{ ...rest, jti: _id, seq }];
}

function eventOf({ _id, said, audience, happenedAt, txn }: FedEventDoc): FedEvent {
  return { id: _id, said, audience, happenedAt, ...(txn !== undefined && { txn }) };
}

function peerOf({ _id, ...peer }: PeerDoc): Peer {
  return { origin: _id, ...peer };
}
