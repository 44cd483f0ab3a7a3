import { defineModel } from '../../../src/store/index.js';

/** Somebody is signed in. Owner: earner. Lives until it ends, by sign-out or by its own date. */
export interface SessionDoc {
  /** SHA-256 of the access token, hex. */
  readonly _id: string;
  /** Names the session where its token must not appear. */
  readonly publicId: string;
  readonly earner: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export const sessionModel = defineModel<SessionDoc>(
  'sessions',
  {
    _id: String,
    publicId: { type: String, required: true },
    earner: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  [
    { name: 'one_session_per_public_id', on: { publicId: 1 }, options: { unique: true } },
    { name: 'sessions_of_earner', on: { earner: 1 } },
    { name: 'sessions_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
