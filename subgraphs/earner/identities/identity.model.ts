import { defineModel } from '../../../src/store/index.js';

/** A person as an OpenID provider knows her. Owner: earner. Lives until she takes it away. */
export interface IdentityDoc {
  readonly _id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly earner: string;
  readonly connectedAt: Date;
}

export const identityModel = defineModel<IdentityDoc>(
  'identities',
  {
    _id: String,
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    earner: { type: String, required: true },
    connectedAt: { type: Date, required: true },
  },
  [
    { name: 'one_earner_per_identity', on: { issuer: 1, subject: 1 }, options: { unique: true } },
    { name: 'identities_of_earner', on: { earner: 1 } },
  ],
);
