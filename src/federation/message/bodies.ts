import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';

/** Where a stream stands at its sender. */
export interface StreamStanding {
  readonly epoch: string;
  readonly head: number;
  /** The first message that can still be had. */
  readonly oldest: number;
  /** For instance `paused`; absent when it runs. */
  readonly status?: string;
}

/** A badge of a collection as the receiver may show it. Dates are RFC 3339. */
export interface ShownBadge {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly criteriaUrl?: string;
  readonly imageUrl: string;
  readonly issuer: { readonly name: string; readonly url?: string };
  readonly issuedOn?: string;
  readonly expires?: string;
  readonly verdict:
    'VALID' | 'INVALID' | 'REVOKED' | 'EXPIRED' | 'NOT_YET_VALID' | 'UNVERIFIABLE' | 'UNBOUND';
  readonly checkedAt: string;
  /** Absent where it would publish the address of the earner. */
  readonly credential?: {
    readonly href: string;
    readonly format: string;
    readonly digest: string;
    readonly size: number;
  };
}

export type SnapshotItem = {
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
} & ({ readonly state: string } | { readonly tombstone: true });

/** Bodies of requests between hubs and of their answers, by the name of their schema. */
export interface Bodies {
  readonly hello: {
    readonly issuer: string;
    readonly versions: readonly string[];
    readonly nonce: string;
  };
  readonly 'hello-answer': { readonly state: string };
  readonly 'poll-request': {
    readonly maxEvents?: number;
    readonly returnImmediately?: boolean;
    readonly ack?: readonly string[];
    readonly setErrs?: Readonly<
      Record<string, { readonly err: string; readonly description?: string }>
    >;
    /** Everything up to here was received; absent from whoever knows no epoch yet. */
    readonly after?: { readonly epoch: string; readonly seq: number };
  };
  readonly 'poll-answer': {
    readonly sets: Readonly<Record<string, string>>;
    readonly moreAvailable?: boolean;
    readonly stream: StreamStanding;
  };
  readonly 'resync-required': {
    readonly err: 'resync_required';
    readonly description?: string;
    readonly stream: StreamStanding;
  };
  readonly 'snapshot-request': {
    readonly kinds: readonly string[];
    readonly cursor?: string | null;
  };
  readonly 'snapshot-answer': {
    readonly epoch: string;
    readonly asOfSeq: number;
    readonly items: readonly SnapshotItem[];
    readonly next: string | null;
  };
  readonly 'collection-snapshot': {
    readonly collection: string;
    readonly grant: string;
    readonly rev: number;
    readonly name: string;
    readonly description?: string;
    readonly updatedAt: string;
    /** In the order of the owner. */
    readonly badges: readonly ShownBadge[];
  };
}

export type CollectionSnapshot = Bodies['collection-snapshot'];

/**
 * Reads a body that was parsed strictly.
 *
 * @throws MessageRefused `bad-body`
 */
export function readBody<Name extends keyof Bodies>(name: Name, json: unknown): Bodies[Name] {
  if (!hasShape(name, json)) throw new MessageRefused('bad-body');
  return json as Bodies[Name];
}
