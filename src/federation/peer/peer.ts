import type { HubKey } from '../message/jwks.js';

/**
 * What this hub thinks of another one (federation.md 2.3).
 *
 * PENDING waits for the operator; LIMITED is trusted with little; DEGRADED is active and failing; DORMANT
 * has failed for a week; GONE will not come back; KEY_REVIEW shows keys that nothing connects with the
 * ones before; BLOCKED is, for everybody outside, a hub never heard of.
 */
export type PeerState =
  'PENDING' | 'ACTIVE' | 'LIMITED' | 'DEGRADED' | 'DORMANT' | 'GONE' | 'KEY_REVIEW' | 'BLOCKED';

/** Where a stream is: the log of one hub for another (federation.md 2.9). */
export interface OutgoingStream {
  readonly epoch: string;
  /** Number of the newest message; 0 before the first. */
  readonly head: number;
  /** Up to here the receiver has everything. */
  readonly acked: number;
  /** Number of the oldest message that is still kept. */
  readonly oldest: number;
  /** When `acked` was last set back, since the receiver lost what it had. */
  readonly rewoundAt?: Date;
}

export interface IncomingStream {
  /** Absent before the first message. */
  readonly epoch?: string;
  /** Up to here this hub has everything; 0 before the first. */
  readonly contig: number;
  /** Numbers above `contig` that came out of order, ascending. */
  readonly sparse: readonly number[];
}

/** How sending to a peer goes (federation.md 2.11): of the peer, never of a message. */
export interface Breaker {
  readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
  /** Failures in a row; those of one window count once. */
  readonly fails: number;
  readonly failingSince?: Date;
  /** When to try again; absent when nothing is wrong. */
  readonly probeAt?: Date;
  /** How many messages may be on their way at once: 1, 2, 4. */
  readonly concurrency: number;
}

/** The endpoints a hub names in its discovery document, each on its own origin (federation.md 2.1). */
export interface PeerEndpoints {
  readonly hello: string;
  readonly events: string;
  readonly poll: string;
  readonly snapshot: string;
  readonly authorizationServer?: string;
}

export interface Peer {
  readonly origin: string;
  readonly state: PeerState;
  readonly since: Date;
  /** What it calls itself; a text of somebody else's. */
  readonly name?: string;
  readonly version?: string;
  readonly endpoints?: PeerEndpoints;
  /** When its discovery document was read, and until when it is believed. */
  readonly describedAt?: Date;
  readonly describedUntil?: Date;
  readonly jwksUri?: string;
  /** The keys trusted now, and when they were last fetched. */
  readonly keys: readonly HubKey[];
  readonly keysAt?: Date;
  /** Keys that wait for the operator, in KEY_REVIEW. */
  readonly reviewKeys?: readonly HubKey[];
  /** Keys the peer said it will have, signed with one it had (`hub-keys-changed`). */
  readonly announced?: { readonly kids: readonly string[]; readonly at: Date };
  readonly recoveryThumbprint?: string;
  readonly out: OutgoingStream;
  readonly in: IncomingStream;
  readonly breaker: Breaker;
  /** The last time something it signed came in. */
  readonly heardAt?: Date;
  /** When it last offered more badges in a day than it may. */
  readonly floodedAt?: Date;
  /** Its clock minus ours at the last answer, in milliseconds. */
  readonly skewMs?: number;
}
