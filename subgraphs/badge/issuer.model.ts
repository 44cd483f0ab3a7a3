import { defineModel } from '../../src/store/index.js';

/**
 * Who issued a badge, as the issuer's own profile says. Owner: badge. Lives on without a badge.
 * A profile that was not verified is kept apart under an id of its own, so that nobody can put words into
 * a real issuer's mouth.
 */
export interface IssuerDoc {
  readonly _id: string;
  /** The issuer's id in the badge: the URL of its profile. */
  readonly profile: string;
  readonly name: string;
  readonly url?: string;
  readonly description?: string;
  readonly email?: string;
  /** Id of a stored image. */
  readonly picture?: string;
  readonly updatedAt: Date;
}

export const issuerModel = defineModel<IssuerDoc>(
  'issuers',
  {
    _id: String,
    profile: { type: String, required: true },
    name: { type: String, required: true },
    url: String,
    description: String,
    email: String,
    picture: String,
    updatedAt: { type: Date, required: true },
  },
  [
    {
      name: 'issuers_with_picture',
      on: { picture: 1 },
      options: { partialFilterExpression: { picture: { $exists: true } } },
    },
  ],
);
