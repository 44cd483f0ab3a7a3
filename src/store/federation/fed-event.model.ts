import type { Audience, HubEvent } from '../../federation/index.js';
import { defineModel } from '../define-model.js';

/** Something other hubs should know of. Owner: src/store. Kept for 45 days. */
export interface FedEventDoc {
  /** UUID of version 7: sorts by time. */
  readonly _id: string;
  readonly said: HubEvent;
  /** What it is about. */
  readonly subject: { readonly kind: string; readonly id: string; readonly rev?: number };
  readonly audience: readonly Audience[];
  readonly happenedAt: Date;
  readonly txn?: string;
  readonly state: 'NEW' | 'SEQUENCED';
  readonly createdAt: Date;
  readonly expireAt: Date;
}

export const fedEventModel = defineModel<FedEventDoc>(
  'fed_events',
  {
    _id: String,
    said: { type: Object, required: true },
    subject: { type: Object, required: true },
    audience: { type: [Object], required: true },
    happenedAt: { type: Date, required: true },
    txn: String,
    state: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expireAt: { type: Date, required: true },
  },
  [
    { name: 'new_events_in_order', on: { state: 1, _id: 1 } },
    { name: 'events_expire', on: { expireAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);

/** Rings when there is a new event. */
export const FED_EVENT_BELL = { watch: 'fed_events', subject: 'state' } as const;
