import { WebSocket } from 'ws';
import { followCollection } from '../../src/displayer-client/index.js';
import type { FollowEnd, FollowOptions } from '../../src/displayer-client/index.js';
import { COLLECTION } from './toy-hub.js';
import type { ToyHub } from './toy-hub.js';

interface Change {
  readonly kind: string;
  readonly badge: { readonly name: string } | null;
}
interface Badge {
  readonly id: string;
}
type Options = FollowOptions<Change, Badge, { readonly name: string }>;

export interface Follower {
  /** What the application was told, in order: `item 3`, `snapshot 3`, `cursor rev-3`. */
  readonly told: readonly string[];
  readonly waitsMs: readonly number[];
  readonly end: Promise<FollowEnd>;
  readonly stop: () => void;
}

/** A test that goes wrong ends, though the client never would. */
const MOST_ATTEMPTS = 50;

/** A displayer that writes down what it is told; it never really waits between attempts. */
export function follow(hub: ToyHub, options: Partial<Options> = {}): Follower {
  const told: string[] = [];
  const waitsMs: number[] = [];
  const stopped = new AbortController();
  const end = followCollection<Change, Badge, { readonly name: string }>({
    url: hub.url,
    collection: COLLECTION,
    selection: 'kind badge { name }',
    cursor: 'rev-0',
    webSocketImpl: WebSocket,
    signal: stopped.signal,
    onItem: ({ rev }) => void told.push(`item ${String(rev)}`),
    saveCursor: (cursor) => void told.push(`cursor ${cursor}`),
    sleep: (ms) => {
      waitsMs.push(ms);
      if (waitsMs.length === MOST_ATTEMPTS) stopped.abort();
      return new Promise((resolve) => setImmediate(resolve));
    },
    ...options,
  });
  return {
    told,
    waitsMs,
    end,
    stop: () => {
      stopped.abort();
    },
  };
}

/** The revs of the items, as the application got them. */
export const itemsOf = ({ told }: Follower): readonly number[] =>
  told.filter((what) => what.startsWith('item')).map((what) => Number(what.slice('item '.length)));
