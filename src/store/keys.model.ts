import type { Database } from './database.js';
import { defineModel } from './define-model.js';

/** A signing key of the hub. Owner: src/store. Lives a while longer than what it signed. */
export interface KeyDoc {
  /** JWK thumbprint (RFC 7638). */
  readonly _id: string;
  readonly purpose: string;
  /** NEXT is published and signs nothing yet; RETIRED signs nothing any more and is still published. */
  readonly status: 'NEXT' | 'ACTIVE' | 'RETIRED';
  /** Private JWK, encrypted (compact JWE). */
  readonly sealed: string;
  readonly createdAt: Date;
  /** Since when the status is what it is. */
  readonly since: Date;
}

export const keyModel = defineModel<KeyDoc>(
  'keys',
  {
    _id: String,
    purpose: { type: String, required: true },
    status: { type: String, required: true },
    sealed: { type: String, required: true },
    createdAt: { type: Date, required: true },
    since: { type: Date, required: true },
  },
  [
    {
      name: 'one_active_key_per_purpose',
      on: { purpose: 1 },
      options: { unique: true, partialFilterExpression: { status: 'ACTIVE' } },
    },
    {
      name: 'one_next_key_per_purpose',
      on: { purpose: 1, status: 1 },
      options: { unique: true, partialFilterExpression: { status: 'NEXT' } },
    },
  ],
);

/** The rows behind the hub's keys; what is in them is `src/runtime`'s to know. */
export interface KeyRows {
  list(purpose: string): Promise<readonly KeyDoc[]>;
  /**
   * Makes `next` the NEXT key, the NEXT key ACTIVE and the ACTIVE key RETIRED, and forgets keys retired
   * before `forgetBefore`; in one transaction, and only if the active key is still `active`. When that
   * is compromised, it and the retired ones are forgotten at once.
   */
  turn(
    purpose: string,
    turn: {
      readonly active: string | undefined;
      readonly fresh: readonly KeyDoc[];
      readonly at: Date;
      readonly forgetBefore: Date;
      readonly compromised?: boolean;
    },
  ): Promise<boolean>;
}

export function keyRows(database: Database): KeyRows {
  const keys = database.model(keyModel);
  return {
    list: async (purpose) => keys.find({ purpose }).sort({ createdAt: 1 }).lean<KeyDoc[]>(),
    async turn(purpose, { active, fresh, at, forgetBefore, compromised }) {
      try {
        return await database.transaction(async (session) => {
          const current = await keys
            .findOne({ purpose, status: 'ACTIVE' }, { _id: 1 }, { session })
            .lean();
          if (current?._id !== active) return false;
          if (compromised === true) {
            const gone = { purpose, status: { $in: ['ACTIVE', 'RETIRED'] } } as const;
            await keys.deleteMany(gone, { session });
          }
          const retired = { $set: { status: 'RETIRED', since: at } } as const;
          await keys.updateOne({ purpose, status: 'ACTIVE' }, retired, { session });
          const promoted = { $set: { status: 'ACTIVE', since: at } } as const;
          await keys.updateOne({ purpose, status: 'NEXT' }, promoted, { session });
          const old = { purpose, status: 'RETIRED', since: { $lt: forgetBefore } } as const;
          await keys.deleteMany(old, { session });
          await keys.create([...fresh], { session, ordered: true });
          return true;
        });
      } catch (error) {
        // Another process was faster, and has made them.
        if ((error as { code?: unknown }).code === 11_000) return false;
        throw error;
      }
    },
  };
}
