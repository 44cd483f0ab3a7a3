import { defineModel } from '../../../src/store/index.js';

/** A mailed link that was not used yet. Owner: earner. Lives 15 minutes or until it is used. */
export interface SignInTokenDoc {
  /** SHA-256 of the token, hex: whoever reads the database cannot sign in. */
  readonly _id: string;
  readonly address: string;
  readonly typed: string;
  /** SHA-256 of the six digits in the same mail together with the token, hex. */
  readonly code: string;
  /** The browser that asked (`Visitor.browser`); it needs no code. */
  readonly browser?: string;
  /** Wrong codes so far. */
  readonly mistakes: number;
  readonly expiresAt: Date;
}

export const signInTokenModel = defineModel<SignInTokenDoc>(
  'sign_in_tokens',
  {
    _id: String,
    address: { type: String, required: true },
    typed: { type: String, required: true },
    code: { type: String, required: true },
    browser: String,
    mistakes: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  [{ name: 'links_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
