import { defineModel } from '../../../src/store/index.js';

/**
 * A badge of hers that is offered at another hub. Owner: badge. Lives as long as the badge, and 90 days
 * longer when it was taken back.
 */
export interface SendingDoc {
  /** The other hub knows the offer by it. */
  readonly _id: string;
  readonly earner: string;
  readonly badge: string;
  /** What the badge is called, also when she has removed it. */
  readonly name: string;
  readonly link: string;
  /** Origin of the other hub. */
  readonly peer: string;
  readonly state: 'OFFERED' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN';
  /** Raised when it is offered, and when it is taken back. */
  readonly rev: number;
  /** The rev of the last answer; 0 before the first. */
  readonly answeredRev: number;
  readonly declineReason?: string;
  /** Since when it is in this state. */
  readonly since: Date;
  readonly expiresAt?: Date;
}

export const sendingModel = defineModel<SendingDoc>(
  'sendings',
  {
    _id: String,
    earner: { type: String, required: true },
    badge: { type: String, required: true },
    name: { type: String, required: true },
    link: { type: String, required: true },
    peer: { type: String, required: true },
    state: { type: String, required: true },
    rev: { type: Number, required: true },
    answeredRev: { type: Number, required: true },
    declineReason: String,
    since: { type: Date, required: true },
    expiresAt: Date,
  },
  [
    { name: 'one_sending_per_link', on: { link: 1, badge: 1 }, options: { unique: true } },
    { name: 'sendings_of_badge', on: { badge: 1 } },
    { name: 'sendings_of_earner', on: { earner: 1, since: -1, _id: -1 } },
    { name: 'sendings_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
