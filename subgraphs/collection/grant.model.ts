import { defineModel } from '../../src/store/index.js';

/**
 * Permission for one displayer to see one collection. Owner: collection. Lives as long as its collection:
 * an ended one says up to which change its displayer was allowed to know (federation.md 3.4).
 */
export interface GrantDoc {
  readonly _id: string;
  readonly collection: string;
  readonly owner: string;
  /** Id of the registered client. */
  readonly displayer: string;
  readonly grantedAt: Date;
  /** Where the collection stood: the changes after it are for this displayer. Absent is 0. */
  readonly grantedAtRev?: number;
  /** Absent once it ended. */
  readonly active?: true;
  readonly revokedAt?: Date;
  /** The change that ended it; none after it is for this displayer. */
  readonly revokedAtRev?: number;
}

export const grantModel = defineModel<GrantDoc>(
  'grants',
  {
    _id: String,
    collection: { type: String, required: true },
    owner: { type: String, required: true },
    displayer: { type: String, required: true },
    grantedAt: { type: Date, required: true },
    grantedAtRev: Number,
    active: Boolean,
    revokedAt: Date,
    revokedAtRev: Number,
  },
  [
    {
      name: 'one_active_grant',
      on: { collection: 1, displayer: 1 },
      options: { unique: true, partialFilterExpression: { active: true } },
    },
    { name: 'grants_of_collection', on: { collection: 1, grantedAt: -1 } },
    { name: 'grants_of_displayer', on: { displayer: 1, active: 1, grantedAt: -1, _id: -1 } },
    { name: 'grants_of_owner', on: { owner: 1 } },
  ],
);
