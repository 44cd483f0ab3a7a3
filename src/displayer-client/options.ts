import type { GraphqlError } from './result.js';

/** The hub's access token, or how to get a fresh one: asked before every connection and request. */
export type Token = string | (() => Promise<string> | string);
export type Fetch = typeof globalThis.fetch;
/** The class of WebSockets, of the package `ws` for instance. */
export type WebSocketImpl = new (
  url: string,
  protocols?: string | string[],
) => {
  close(): void;
};

/** A change with what was selected of it. */
export type FollowedChange<Change> = Change & { readonly cursor: string; readonly rev: number };

/** The whole collection as of one `rev`: what is not in it is gone. */
export interface Snapshot<Badge, Collection> {
  /** The hub's reason, or GAP when its log misses a change. */
  readonly reason: string;
  readonly cursor: string;
  readonly rev: number;
  readonly collection: Collection & { readonly rev: number };
  /** In the owner's order; null for one that could not be read or may not be seen. */
  readonly badges: readonly (Badge | null)[];
  /** Why parts are missing, after several attempts. */
  readonly errors: readonly GraphqlError[];
}

export interface FollowOptions<Change, Badge, Collection> {
  /** The hub's graph: `https://hub.example/graphql`. */
  readonly url: string;
  /** Id of the collection. */
  readonly collection: string;
  /** GraphQL fields of CollectionChange; `cursor` and `rev` come in any case. */
  readonly selection: string;
  /** GraphQL fields of the badges of a snapshot; `id` when absent. */
  readonly badgeSelection?: string;
  /** GraphQL fields of the collection of a snapshot, besides `rev`. */
  readonly collectionSelection?: string;
  /** The one saved last; everything from a first snapshot on when absent. */
  readonly cursor?: string | undefined;
  readonly token?: Token | undefined;
  /** The platform's own when absent; Node.js before 22 has none. */
  readonly webSocketImpl?: WebSocketImpl;
  /** The platform's own when absent. */
  readonly fetch?: Fetch;
  /**
   * Deals with one change. Within a process each `rev` comes once; after a crash the last one may come
   * again. `errors` says why parts of it are null, after several attempts.
   */
  onItem(item: FollowedChange<Change>, errors: readonly GraphqlError[]): Promise<void> | void;
  /** Called once the application has dealt with everything up to this cursor. */
  saveCursor(cursor: string): Promise<void> | void;
  /** Replaces what the application knows. Without it the changes in between are skipped. */
  onSnapshotRequired?(snapshot: Snapshot<Badge, Collection>): Promise<void> | void;
  /** Told why an attempt came to nothing, for a log; the next one follows by itself. */
  onInterruption?(error: Error): void;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** Entries asked for on one page over HTTP; 50 when absent. */
  readonly pageSize?: number;
  /** A connection that was silent for so long is given up, in milliseconds; 30,000 when absent. */
  readonly silenceMs?: number;
  /** Waits, in milliseconds, but not beyond the signal; never throws. A timer when absent. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A number from 0 to below 1, which spreads reconnections; cryptographic when absent. */
  readonly random?: () => number;
}

/** What following needs to reach the hub. */
export type Reach = Pick<
  FollowOptions<never, never, never>,
  'url' | 'token' | 'webSocketImpl' | 'fetch' | 'signal' | 'silenceMs'
>;

export const tokenFrom = async ({ token }: Reach): Promise<string | undefined> =>
  typeof token === 'function' ? await token() : token;
