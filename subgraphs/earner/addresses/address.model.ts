import { defineModel } from '../../../src/store/index.js';

/** An address somebody proved to be hers. Owner: earner. Lives as long as the account. */
export interface AddressDoc {
  /** Normalised (src/openbadges/recipient); at most one earner has it. */
  readonly _id: string;
  readonly earner: string;
  /** As typed when it was proved first: what she is shown, and where mail goes. */
  readonly typed: string;
  /** Other spellings she proved, if any: badges are hashed over exactly what an issuer typed. */
  readonly spellings?: readonly string[];
  readonly verifiedAt: Date;
  readonly primary: boolean;
}

export const addressModel = defineModel<AddressDoc>(
  'addresses',
  {
    _id: String,
    earner: { type: String, required: true },
    typed: { type: String, required: true },
    spellings: { type: [String], default: undefined },
    verifiedAt: { type: Date, required: true },
    primary: { type: Boolean, required: true },
  },
  [{ name: 'addresses_of_earner', on: { earner: 1 } }],
);
