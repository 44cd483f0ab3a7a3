import { randomBytes } from 'node:crypto';
import type { Delivery, FedEvent, Audience, HubEvent, Peer } from '../../federation/index.js';
import type { Database, Session } from '../database.js';
import { deliveryModel } from './delivery.model.js';
import type { DeliveryDoc } from './delivery.model.js';
import { peerModel } from './peer.model.js';
import { newEventId } from './new-event-id.js';

const DAY_MS = 86_400_000;
/** Receivers remember for 60 days; nothing that is older than this is told. */
export const KEPT_MS = 45 * DAY_MS;
const DUPLICATE = 11_000;

/** A message before it has a place in a stream. */
type Draft = Pick<Delivery, 'eventId' | 'said' | 'happenedAt'> &
  Partial<Pick<Delivery, 'txn' | 'deliveryAddress' | 'link' | 'grant'>>;

/** Places in the streams to other hubs: given once, without a gap (federation.md 2.9, 2.10). */
export function streams(database: Database, clock: { now(): Date }) {
  const peers = database.model(peerModel);
  const deliveries = database.model(deliveryModel);

  function row(peer: string, place: { epoch: string; seq: number }, draft: Draft): DeliveryDoc {
    const now = clock.now();
    return {
      _id: newEventId(now),
      peer,
      ...place,
      ...draft,
      state: 'READY',
      refusals: 0,
      since: now,
      createdAt: now,
      expireAt: new Date(now.getTime() + KEPT_MS),
    };
  }

  /** A message of the stream itself; it belongs to no event. */
  function ofStream(said: HubEvent): Draft {
    const now = clock.now();
    return { eventId: newEventId(now), said, happenedAt: now };
  }

  async function put(peer: string, draft: Draft, session: Session): Promise<void> {
    const place = await nextPlace(peer, session);
    if (place === null) return;
    if (place.seq > 1) {
      await deliveries.create([row(peer, place, draft)], { session });
      return;
    }
    const reset = ofStream(resetOf({ reason: 'first-epoch' }));
    await deliveries.create([row(peer, place, reset)], { session });
    await put(peer, draft, session);
  }

  async function nextPlace(peer: string, session: Session) {
    const found = await peers
      .findOneAndUpdate(
        { _id: peer, state: { $nin: ['BLOCKED', 'GONE'] } },
        { $inc: { 'out.head': 1 } },
        { session, returnDocument: 'after', projection: { out: 1 } },
      )
      .lean();
    return found === null ? null : { epoch: found.out.epoch, seq: found.out.head };
  }

  /** Moves what waits in an earlier epoch to the present one, under a new `jti`. */
  async function moveWaiting(peer: Peer): Promise<boolean> {
    const old = { peer: peer.origin, state: 'READY', epoch: { $ne: peer.out.epoch } } as const;
    const waiting = await deliveries.find(old).sort({ seq: 1 }).lean<DeliveryDoc[]>();
    for (const each of waiting) {
      await database.transaction(async (session) => {
        const gone = await deliveries.deleteOne({ _id: each._id, state: 'READY' }, { session });
        if (gone.deletedCount === 0 || each.said.type.startsWith('stream-')) return;
        await put(peer.origin, draftOf(each), session);
      });
    }
    return waiting.length > 0;
  }

  return {
    async append(event: FedEvent, { peer, ...to }: Audience): Promise<void> {
      const { id, said, happenedAt, txn } = event;
      const draft = { eventId: id, said, happenedAt, ...(txn !== undefined && { txn }), ...to };
      try {
        await database.transaction((session) => put(peer, draft, session));
      } catch (error) {
        // It has its place already; the number taken for it went back with the transaction.
        if ((error as { code?: unknown }).code !== DUPLICATE) throw error;
      }
    },

    moveWaiting,

    async startEpoch(peer: Peer, reason: string): Promise<void> {
      const epoch = `ep_${randomBytes(8).toString('hex')}`;
      await database.transaction(async (session) => {
        const { matchedCount } = await peers.updateOne(
          { _id: peer.origin, 'out.epoch': peer.out.epoch },
          { $set: { out: { epoch, head: 1, acked: 0, oldest: 1 } } },
          { session },
        );
        if (matchedCount === 0) return;
        const previousEpoch = peer.out.epoch;
        const reset = ofStream(resetOf({ previousEpoch, reason }));
        await deliveries.create([row(peer.origin, { epoch, seq: 1 }, reset)], { session });
      });
    },

    /** `stream-noop` takes the place of a message, so that the receiver's watermark can go on. */
    async giveUp(
      { jti, peer, epoch, seq }: Delivery,
      state: 'DEAD' | 'CANCELLED' | 'EXPIRED',
      because: string,
    ): Promise<void> {
      await database.transaction(async (session) => {
        const { matchedCount } = await deliveries.updateOne(
          { _id: jti, peer, epoch, seq },
          { $set: { state, because, since: clock.now() }, $unset: { seq: 1 } },
          { session },
        );
        if (matchedCount === 0) return;
        await deliveries.create(
          [row(peer, { epoch, seq }, ofStream({ type: 'stream-noop', payload: {} }))],
          { session },
        );
      });
    },
  };
}

function resetOf(why: { readonly previousEpoch?: string; readonly reason: string }): HubEvent {
  return { type: 'stream-reset', payload: { ...why, snapshot: true } };
}

function draftOf(delivery: DeliveryDoc): Draft {
  const { eventId, said, happenedAt, txn, deliveryAddress, link, grant } = delivery;
  return {
    eventId,
    said,
    happenedAt,
    ...(txn !== undefined && { txn }),
    ...(deliveryAddress !== undefined && { deliveryAddress }),
    ...(link !== undefined && { link }),
    ...(grant !== undefined && { grant }),
  };
}
