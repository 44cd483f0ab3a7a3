import type { OpenBadgesVersion } from '../../src/openbadges/index.js';
import type { Visibility } from '../../src/graphql/index.js';
import { defineModel } from '../../src/store/index.js';

export interface StoredEvidence {
  readonly id?: string;
  readonly narrative?: string;
  readonly name?: string;
}

export interface StoredAlignment {
  readonly targetName: string;
  readonly targetUrl?: string;
  readonly targetDescription?: string;
  readonly targetFramework?: string;
  readonly targetCode?: string;
}

/** The earner's own copy of a credential. Owner: badge. Lives until she removes it, nobody else can. */
export interface BadgeDoc {
  readonly _id: string;
  readonly earner: string;
  /** The badge's identity across hubs: the same badge twice is one badge. */
  readonly credentialKey: string;
  readonly original: Buffer;
  readonly mediaType: string;
  readonly hostedUrl?: string;
  readonly version: OpenBadgesVersion;
  /** Id of the badge class, where it has one. */
  readonly badgeClass?: string;
  readonly name: string;
  readonly description?: string;
  readonly criteriaUrl?: string;
  readonly criteriaNarrative?: string;
  /** Id of a stored image; absent when its issuer's could not be had or shown. */
  readonly picture?: string;
  readonly issuer: string;
  readonly issuedOn?: Date;
  readonly expires?: Date;
  readonly evidence: readonly StoredEvidence[];
  readonly alignments: readonly StoredAlignment[];
  readonly tags: readonly string[];
  readonly visibility: Visibility;
  /** The credential names her in plain text or by an unsalted hash. */
  readonly publishesRecipient: boolean;
  /** She lets others read the credential all the same. */
  readonly revealRecipient: boolean;
  readonly acceptedAt: Date;
  /** Written by whoever puts the badge somewhere, so that removing it meanwhile is noticed. */
  readonly holds?: number;
}

const evidence = { _id: false, id: String, narrative: String, name: String };
const alignment = {
  _id: false,
  targetName: String,
  targetUrl: String,
  targetDescription: String,
  targetFramework: String,
  targetCode: String,
};

export const badgeModel = defineModel<BadgeDoc>(
  'badges',
  {
    _id: String,
    earner: { type: String, required: true },
    credentialKey: { type: String, required: true },
    original: { type: Buffer, required: true },
    mediaType: { type: String, required: true },
    hostedUrl: String,
    version: { type: String, required: true },
    badgeClass: String,
    name: { type: String, required: true },
    description: String,
    criteriaUrl: String,
    criteriaNarrative: String,
    picture: String,
    issuer: { type: String, required: true },
    issuedOn: Date,
    expires: Date,
    evidence: [evidence],
    alignments: [alignment],
    tags: [String],
    visibility: { type: String, required: true },
    publishesRecipient: { type: Boolean, required: true },
    revealRecipient: { type: Boolean, required: true },
    acceptedAt: { type: Date, required: true },
    holds: Number,
  },
  [
    {
      name: 'one_badge_per_credential',
      on: { earner: 1, credentialKey: 1 },
      options: { unique: true },
    },
    {
      name: 'badges_with_picture',
      on: { picture: 1 },
      options: { partialFilterExpression: { picture: { $exists: true } } },
    },
    { name: 'badges_by_credential', on: { credentialKey: 1 } },
    { name: 'badges_of_earner', on: { earner: 1, acceptedAt: -1, _id: -1 } },
  ],
);
