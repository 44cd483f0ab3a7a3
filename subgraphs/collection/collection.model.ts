import type { Visibility } from '../../src/graphql/index.js';
import { defineModel } from '../../src/store/index.js';

/**
 * Badges an earner put together, in her order. Owner: collection. Lives until she deletes it; then a
 * stump stays for 30 days, so that displayers learn that it is gone.
 */
export interface CollectionDoc {
  readonly _id: string;
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  readonly visibility: Visibility;
  /** Counts every change; the log has one row for each. */
  readonly rev: number;
  /** The `rev` of the owner's own last edit: what an optimistic lock compares with. */
  readonly ownerRev: number;
  /** Changes when the collection becomes private: what happens then is never replayed to others. */
  readonly epoch: string;
  readonly badges: readonly string[];
  /** Registered clients that may see it, whatever its visibility; `grants` says more. None if absent. */
  readonly displayers?: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt?: Date;
}

const STUMP_SECONDS = 30 * 86_400;

export const collectionModel = defineModel<CollectionDoc>(
  'collections',
  {
    _id: String,
    owner: { type: String, required: true },
    name: { type: String, required: true },
    description: String,
    visibility: { type: String, required: true },
    rev: { type: Number, required: true },
    ownerRev: { type: Number, required: true },
    epoch: { type: String, required: true },
    badges: [String],
    displayers: { type: [String], default: undefined },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    deletedAt: Date,
  },
  [
    { name: 'collections_of_owner', on: { owner: 1, createdAt: -1, _id: -1 } },
    { name: 'collections_with_badge', on: { badges: 1 } },
    {
      name: 'stumps_expire',
      on: { deletedAt: 1 },
      options: { expireAfterSeconds: STUMP_SECONDS },
    },
  ],
);
