import { defineModel } from '../../../src/store/index.js';

/** A person with a backpack. Owner: earner. Lives until she deletes her account. */
export interface EarnerDoc {
  readonly _id: string;
  readonly displayName?: string;
  /** BCP 47. */
  readonly locale?: string;
  /** Who may see a badge she accepts from now on; PRIVATE when absent. */
  readonly defaultVisibility?: 'PRIVATE' | 'UNLISTED' | 'PUBLIC';
  /** May displayers find her by a verified address? */
  readonly emailDiscovery?: boolean;
  /** Another operator made her one. */
  readonly operator?: true;
  readonly createdAt: Date;
  /** When the last digest of waiting offers was mailed. */
  readonly digestAt?: Date;
  /** Raised by whoever needs the account to stay as it is within a transaction. */
  readonly holds?: number;
  /** This account is no more: everything went to that one. Only `_id` and `createdAt` are left. */
  readonly mergedInto?: string;
}

export const earnerModel = defineModel<EarnerDoc>(
  'earners',
  {
    _id: String,
    displayName: String,
    locale: String,
    defaultVisibility: String,
    emailDiscovery: Boolean,
    operator: Boolean,
    createdAt: { type: Date, required: true },
    digestAt: Date,
    holds: Number,
    mergedInto: String,
  },
  [{ name: 'accounts_merged_into', on: { mergedInto: 1 }, options: { sparse: true } }],
);
