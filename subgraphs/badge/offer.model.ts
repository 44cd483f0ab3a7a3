import type { Credential } from '../../src/openbadges/index.js';
import { defineModel } from '../../src/store/index.js';

/** How long an offer waits for the person who proves its address (federation.md 2.8). */
export const OFFER_LIFETIME_MS = 90 * 86_400_000;

export type OfferState = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';

/** What an offer from another hub has besides (federation.md 2.7, 2.8). */
export interface ForeignOffer {
  /** Origin of the other hub. */
  readonly peer: string;
  readonly link: string;
  /** Its id and its rev there. */
  readonly offer: string;
  readonly rev: number;
  /** Of the bytes that are offered. */
  readonly digest: string;
  readonly size: number;
  /** What the badge is called at every hub. */
  readonly names: { readonly id: string; readonly issuer: string };
  /** Where the bytes are: at the other hub, or here. */
  readonly href?: string;
  readonly inline?: Buffer;
  readonly note?: string;
  /** Of a hub that is trusted with little, or over the limit: she sees it where she looks for it. */
  readonly quarantined?: true;
}

/**
 * A badge somebody pushed for an address, whether or not anybody has that address. Owner: badge.
 * Lives 90 days, whatever becomes of it: the record that a badge is already there, and so the receipt of a
 * second push, must not depend on what the earner did.
 */
export interface OfferDoc {
  readonly _id: string;
  /** Normalised address, or the delivery address of a link. */
  readonly recipient: string;
  /** Of `original`: what makes two pushes the same; see `foreignKey` for offers of other hubs. */
  readonly digest: string;
  readonly state: Exclude<OfferState, 'EXPIRED'>;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  /** When to tell the account holder; unset once she was told. */
  readonly announceAt?: Date;
  /** Pushed, and not yet looked at by the worker: an issuer she trusts needs no click. */
  readonly unsorted?: true;
  readonly declineReason?: string;
  /** She brought it herself, and nobody pushed it since. */
  readonly imported?: true;
  /** Present when another hub made the offer. */
  readonly foreign?: ForeignOffer;
  /** The credential, byte for byte as its author wrote it; empty until a foreign offer was opened. */
  readonly original: Buffer;
  readonly mediaType: string;
  /** The same as read when it came. */
  readonly credential: Credential;
  /** Ids of stored images: the badge's, and its issuer's. */
  readonly picture?: string;
  readonly issuerPicture?: string;
}

export const offerModel = defineModel<OfferDoc>(
  'offers',
  {
    _id: String,
    recipient: { type: String, required: true },
    digest: { type: String, required: true },
    state: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    announceAt: Date,
    unsorted: Boolean,
    declineReason: String,
    imported: Boolean,
    foreign: {
      type: {
        _id: false,
        peer: String,
        link: String,
        offer: String,
        rev: Number,
        digest: String,
        size: Number,
        names: Object,
        href: String,
        inline: Buffer,
        note: String,
        quarantined: Boolean,
      },
      default: undefined,
    },
    original: { type: Buffer, required: true },
    mediaType: { type: String, required: true },
    credential: { type: Object, required: true },
    picture: String,
    issuerPicture: String,
  },
  [
    {
      name: 'one_offer_per_credential',
      on: { recipient: 1, digest: 1 },
      options: { unique: true },
    },
    { name: 'inbox', on: { recipient: 1, state: 1, receivedAt: -1, _id: -1 } },
    {
      name: 'unsorted_offers',
      on: { unsorted: 1, receivedAt: 1 },
      options: { partialFilterExpression: { unsorted: true } },
    },
    {
      name: 'offers_to_announce',
      on: { announceAt: 1 },
      options: { partialFilterExpression: { announceAt: { $exists: true } } },
    },
    {
      name: 'offers_of_peer',
      on: { 'foreign.peer': 1, state: 1 },
      options: { partialFilterExpression: { 'foreign.peer': { $exists: true } } },
    },
    { name: 'offers_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
