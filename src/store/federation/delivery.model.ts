import type { Delivery, Fate } from '../../federation/index.js';
import { defineModel } from '../define-model.js';

/** A message to one peer. Owner: src/store. Kept for 45 days. */
export interface DeliveryDoc extends Omit<Delivery, 'jti' | 'seq'> {
  /** The `jti`. */
  readonly _id: string;
  /** Absent once a `stream-noop` has taken its place. */
  readonly seq?: number;
  readonly state: 'READY' | 'DELIVERED' | Fate;
  /** Why it was given up; never what a peer wrote beyond a code. */
  readonly because?: string;
  readonly since: Date;
  readonly createdAt: Date;
  readonly expireAt: Date;
}

export const deliveryModel = defineModel<DeliveryDoc>(
  'deliveries',
  {
    _id: String,
    peer: { type: String, required: true },
    epoch: { type: String, required: true },
    seq: Number,
    eventId: { type: String, required: true },
    said: { type: Object, required: true },
    deliveryAddress: String,
    link: String,
    grant: String,
    happenedAt: { type: Date, required: true },
    txn: String,
    state: { type: String, required: true },
    refusals: { type: Number, required: true },
    because: String,
    since: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    expireAt: { type: Date, required: true },
  },
  [
    {
      name: 'one_message_per_place',
      on: { peer: 1, epoch: 1, seq: 1 },
      options: { unique: true, partialFilterExpression: { seq: { $exists: true } } },
    },
    { name: 'one_delivery_per_event', on: { peer: 1, eventId: 1 }, options: { unique: true } },
    { name: 'waiting_in_order', on: { peer: 1, state: 1, epoch: 1, seq: 1 } },
    { name: 'deliveries_by_state', on: { state: 1, createdAt: 1 } },
    {
      name: 'deliveries_of_offers',
      on: { 'said.payload.offer': 1 },
      options: { partialFilterExpression: { 'said.payload.offer': { $exists: true } } },
    },
    { name: 'deliveries_expire', on: { expireAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
