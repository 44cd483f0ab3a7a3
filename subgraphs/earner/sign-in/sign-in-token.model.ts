import { defineModel } from '../../../src/store/index.js';

/** A mailed link that was not used yet. Owner: earner. Lives 15 minutes or until it is used. */
export interface SignInTokenDoc {
  /** SHA-256 of the token, hex: whoever reads the database cannot sign in. */
  readonly _id: string;
  readonly address: string;
  readonly typed: string;
  readonly expiresAt: Date;
}

export const signInTokenModel = defineModel<SignInTokenDoc>(
  'sign_in_tokens',
  {
    _id: String,
    address: { type: String, required: true },
    typed: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  [{ name: 'links_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
