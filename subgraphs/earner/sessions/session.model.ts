import { defineModel } from '../../../src/store/index.js';

/** Somebody is signed in. Owner: earner. Lives until it ends: by sign-out, unused or by its own date. */
export interface SessionDoc {
  /** SHA-256 of the access token, hex. */
  readonly _id: string;
  /** Names the session where its token must not appear. */
  readonly publicId: string;
  readonly earner: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
  /** The end when nobody uses it; moves with every use, never past `endsAt`. */
  readonly expiresAt: Date;
  /** The end in any case. */
  readonly endsAt: Date;
  /** What she signed in with and from where, as she would recognise it. */
  readonly device?: string;
  readonly address?: string;
  /** Who vouched for her, when she signed in through a provider. */
  readonly provider?: SignedInBy;
}

/** A login at an OpenID provider. */
export interface SignedInBy {
  readonly issuer: string;
  readonly subject: string;
  /** The provider's own name of the login, by which it may end it. */
  readonly sid?: string;
}

export const sessionModel = defineModel<SessionDoc>(
  'sessions',
  {
    _id: String,
    publicId: { type: String, required: true },
    earner: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    device: String,
    address: String,
    provider: { _id: false, type: { issuer: String, subject: String, sid: String } },
  },
  [
    { name: 'one_session_per_public_id', on: { publicId: 1 }, options: { unique: true } },
    { name: 'sessions_of_earner', on: { earner: 1, createdAt: -1 } },
    { name: 'sessions_of_provider_login', on: { 'provider.issuer': 1, 'provider.subject': 1 } },
    { name: 'sessions_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
