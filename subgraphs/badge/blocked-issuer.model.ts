import { defineModel } from '../../src/store/index.js';

/** An issuer that may not push to this hub. Owner: badge. Lives until an operator takes it back. */
export interface BlockedIssuerDoc {
  /** URL of its profile; an origin with a slash stands for everything on it. */
  readonly _id: string;
  readonly reason: string;
  readonly since: Date;
}

export const blockedIssuerModel = defineModel<BlockedIssuerDoc>('blocked_issuers', {
  _id: String,
  reason: { type: String, required: true },
  since: { type: Date, required: true },
});
