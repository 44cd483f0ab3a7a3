import { defineModel } from '../../src/store/index.js';

export type ChangeKind =
  'BADGE_ADDED' | 'BADGE_REMOVED' | 'BADGE_STATUS' | 'BADGE_UPDATED' | 'REORDERED' | 'META';

/** One row of a collection's log. Owner: collection. Lives 30 days: so far back a cursor reaches. */
export interface CollectionChangeDoc {
  /** `collection:rev` */
  readonly _id: string;
  readonly collection: string;
  readonly epoch: string;
  readonly rev: number;
  /** Did anybody who knows its id see the collection then? Absent while it is private. */
  readonly shown?: true;
  readonly kind: ChangeKind;
  readonly badge?: string;
  /** Where the badge stands since (BADGE_ADDED, REORDERED) or stood until then (BADGE_REMOVED). */
  readonly position?: number;
  /** Where the badge stood before (REORDERED). */
  readonly from?: number;
  readonly at: Date;
  /** The same for all changes of one action. */
  readonly txn: string;
}

const LOG_SECONDS = 30 * 86_400;

export const collectionChangeModel = defineModel<CollectionChangeDoc>(
  'collection_changes',
  {
    _id: String,
    collection: { type: String, required: true },
    epoch: { type: String, required: true },
    rev: { type: Number, required: true },
    shown: Boolean,
    kind: { type: String, required: true },
    badge: String,
    position: Number,
    from: Number,
    at: { type: Date, required: true },
    txn: { type: String, required: true },
  },
  [
    { name: 'one_change_per_rev', on: { collection: 1, rev: 1 }, options: { unique: true } },
    { name: 'changes_expire', on: { at: 1 }, options: { expireAfterSeconds: LOG_SECONDS } },
  ],
);
