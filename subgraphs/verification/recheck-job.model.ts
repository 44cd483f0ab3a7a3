import { defineModel } from '../../src/store/index.js';

/** When a badge is verified again. Owner: verification. Lives as long as the badge. */
export interface RecheckJobDoc {
  /** The badge. */
  readonly _id: string;
  /** Host of its issuer, which is asked by one worker at a time; empty when it has none. */
  readonly host?: string;
  readonly dueAt: Date;
  /** When it was first due; `dueAt` moves on while its issuer wants to be left alone. */
  readonly plannedAt?: Date;
  /** Some worker has it until then; after a crash another one takes it. */
  readonly leasedUntil?: Date;
  /** Raised by everybody who takes it: whoever comes back with a lower one comes too late. */
  readonly fence?: number;
  /** Checks in a row that came to nothing because something could not be reached. */
  readonly tries?: number;
  /** When the owner last asked for a check by hand. */
  readonly askedAt?: Date;
  /** When another hub last gave a reason to look. */
  readonly hintedAt?: Date;
}

export const recheckJobModel = defineModel<RecheckJobDoc>(
  'recheck_jobs',
  {
    _id: String,
    host: String,
    dueAt: { type: Date, required: true },
    plannedAt: Date,
    leasedUntil: Date,
    fence: Number,
    tries: Number,
    askedAt: Date,
    hintedAt: Date,
  },
  [
    { name: 'rechecks_in_order', on: { dueAt: 1, plannedAt: 1 } },
    { name: 'rechecks_of_host', on: { host: 1, dueAt: 1 } },
  ],
);
