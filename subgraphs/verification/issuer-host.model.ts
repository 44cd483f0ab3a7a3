import { defineModel } from '../../src/store/index.js';

/**
 * A server that badges are checked at, so that all workers together leave it in peace. Owner:
 * verification. Lives a week after it was last asked.
 */
export interface IssuerHostDoc {
  /** Host name and port. */
  readonly _id: string;
  /** Some worker checks badges of this issuer until then, so others take another one's. */
  readonly claimedUntil?: Date;
  readonly claimedBy?: string;
  /** Somebody is talking to it until then. */
  readonly leasedUntil?: Date;
  readonly leasedBy?: string;
  /** It asked to be left alone until then (RFC 9110, 10.2.3). */
  readonly notBefore?: Date;
  /** Fetches in a row that did not reach it. */
  readonly failures?: number;
  /** It does not answer, so it is not asked until then. */
  readonly restsUntil?: Date;
  readonly expiresAt: Date;
}

export const issuerHostModel = defineModel<IssuerHostDoc>(
  'issuer_hosts',
  {
    _id: String,
    claimedUntil: Date,
    claimedBy: String,
    leasedUntil: Date,
    leasedBy: String,
    notBefore: Date,
    failures: Number,
    restsUntil: Date,
    expiresAt: { type: Date, required: true },
  },
  [{ name: 'issuer_hosts_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
