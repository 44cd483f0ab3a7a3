import { defineModel } from '../../../src/store/index.js';

/** A person with a backpack. Owner: earner. Lives until she deletes her account. */
export interface EarnerDoc {
  readonly _id: string;
  readonly displayName?: string;
  readonly createdAt: Date;
  /** When the last digest of waiting offers was mailed. */
  readonly digestAt?: Date;
}

export const earnerModel = defineModel<EarnerDoc>('earners', {
  _id: String,
  displayName: String,
  createdAt: { type: Date, required: true },
  digestAt: Date,
});
