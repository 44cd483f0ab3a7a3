import { defineModel } from '../../../src/store/index.js';

/** Which of the earner's badges go over a link by themselves: all of one issuer, or of one badge class. */
export interface SendingRule {
  readonly id: string;
  /** URL of the issuer's profile, as badges name it. */
  readonly issuer?: string;
  /** Id of the badge class, as badges name it. */
  readonly badgeClass?: string;
  readonly since: Date;
}

/**
 * What an earner made between her backpack here and the one at another hub. SENDS: badges go from here to
 * there; RECEIVES: they come from there as offers. Owner: earner. PROMISED is what she allowed and the
 * other hub has not come for yet, for ten minutes. A CLOSED one is kept as long as an offer that came over
 * it may wait.
 */
export interface LinkDoc {
  readonly _id: string;
  readonly earner: string;
  /** Origin of the other hub. */
  readonly peer: string;
  readonly direction: 'SENDS' | 'RECEIVES';
  /** By what both hubs call it; the receiver chose it. */
  readonly name: string;
  /** Names her to the other hub, and says nothing about her (federation.md 2.8). */
  readonly deliveryAddress: string;
  readonly state: 'PROMISED' | 'OPEN' | 'CLOSED';
  readonly since: Date;
  /** RECEIVES: issuers whose badges need no click. */
  readonly acceptsFrom: readonly string[];
  /** SENDS: what goes by itself. */
  readonly rules: readonly SendingRule[];
  /** Written by whoever sends over it, so that closing it meanwhile is noticed. */
  readonly holds?: number;
  readonly expiresAt?: Date;
}

const rule = { _id: false, id: String, issuer: String, badgeClass: String, since: Date };

export const linkModel = defineModel<LinkDoc>(
  'links',
  {
    _id: String,
    earner: { type: String, required: true },
    peer: { type: String, required: true },
    direction: { type: String, required: true },
    name: { type: String, required: true },
    deliveryAddress: { type: String, required: true },
    state: { type: String, required: true },
    since: { type: Date, required: true },
    acceptsFrom: [String],
    rules: [rule],
    holds: Number,
    expiresAt: Date,
  },
  [
    {
      name: 'one_open_link',
      on: { earner: 1, peer: 1, direction: 1 },
      options: { unique: true, partialFilterExpression: { state: 'OPEN' } },
    },
    {
      name: 'one_link_per_name',
      on: { peer: 1, direction: 1, name: 1 },
      options: { unique: true },
    },
    { name: 'delivery_addresses', on: { deliveryAddress: 1, direction: 1 } },
    { name: 'links_of_earner', on: { earner: 1, since: -1 } },
    { name: 'links_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
