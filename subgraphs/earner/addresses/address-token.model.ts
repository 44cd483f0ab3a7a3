import { defineModel } from '../../../src/store/index.js';

/**
 * A link mailed to a further address, not used yet. Owner: earner. Lives 15 minutes or until it is used.
 * It signs nobody in: only the earner who asked can use it, while she is signed in.
 */
export interface AddressTokenDoc {
  /** SHA-256 of the token, hex. */
  readonly _id: string;
  readonly earner: string;
  readonly address: string;
  readonly typed: string;
  readonly expiresAt: Date;
}

export const addressTokenModel = defineModel<AddressTokenDoc>(
  'address_tokens',
  {
    _id: String,
    earner: { type: String, required: true },
    address: { type: String, required: true },
    typed: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  [
    { name: 'address_tokens_of_earner', on: { earner: 1 } },
    { name: 'address_tokens_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
