import { defineModel } from '../../src/store/index.js';

/** When a badge is verified again. Owner: verification. Lives as long as the badge. */
export interface RecheckJobDoc {
  /** The badge. */
  readonly _id: string;
  readonly dueAt: Date;
  /** Some worker has it until then; after a crash another one takes it. */
  readonly leasedUntil?: Date;
  /** When the owner last asked for a check by hand. */
  readonly askedAt?: Date;
}

export const recheckJobModel = defineModel<RecheckJobDoc>(
  'recheck_jobs',
  {
    _id: String,
    dueAt: { type: Date, required: true },
    leasedUntil: Date,
    askedAt: Date,
  },
  [{ name: 'rechecks_due', on: { dueAt: 1 } }],
);
