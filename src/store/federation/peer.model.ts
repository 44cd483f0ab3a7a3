import type { Peer } from '../../federation/index.js';
import { defineModel } from '../define-model.js';

/** Another hub. Owner: src/store. Kept until an operator removes it. */
export interface PeerDoc extends Omit<Peer, 'origin'> {
  /** Its origin. */
  readonly _id: string;
  readonly createdAt: Date;
  /** A nonce it must send back, by which we know it received ours (federation.md 2.3). */
  readonly hello?: { readonly nonce: string; readonly at: Date };
  /** Fetching its keys is somebody's work until then, and useless until then. */
  readonly keyFetch?: { readonly lockUntil?: Date; readonly uselessUntil?: Date };
  /** Whose work sending to it is, by server time. */
  readonly lease?: { readonly owner: string; readonly until: Date };
}

export const peerModel = defineModel<PeerDoc>(
  'peers',
  {
    _id: String,
    state: { type: String, required: true },
    since: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    name: String,
    version: String,
    endpoints: Object,
    describedAt: Date,
    describedUntil: Date,
    jwksUri: String,
    keys: { type: [Object], required: true },
    keysAt: Date,
    reviewKeys: { type: [Object], default: undefined },
    announced: Object,
    recoveryThumbprint: String,
    out: { type: Object, required: true },
    in: { type: Object, required: true },
    breaker: { type: Object, required: true },
    heardAt: Date,
    floodedAt: Date,
    skewMs: Number,
    hello: Object,
    keyFetch: Object,
    lease: Object,
  },
  [{ name: 'peers_by_state', on: { state: 1 } }],
);
