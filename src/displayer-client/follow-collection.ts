import { changesPage, subscription } from './documents.js';
import { Lost } from './errors.js';
import type { FollowOptions } from './options.js';
import { ask } from './over-http.js';
import { resultsOverSocket } from './over-socket.js';
import { PAGE_SIZE } from './read-snapshot.js';
import { dataOf } from './result.js';
import type { StreamItem } from './stream-item.js';
import { createTaker } from './take-item.js';
import type { AccessEnded, Taker } from './take-item.js';
import { backoffMs, cryptoRandom, sleepFor } from './wait.js';

/** Why the following ended: the hub or the application's signal. */
export type FollowEnd = AccessEnded | { readonly kind: 'stopped' };

/** After so many sockets in a row that did not open, every further attempt also asks over HTTP. */
const POLL_AFTER_ATTEMPTS = 3;

/**
 * Follows a collection for ever: over a WebSocket, over HTTP while none can be opened, from the last
 * cursor after every interruption. Nothing is lost and, within this process, nothing comes twice.
 * @throws FollowError when the hub says no for good; whatever `onItem`, `saveCursor` or
 *   `onSnapshotRequired` throw, with the cursor still in front of what they did not deal with
 */
export async function followCollection<
  Change = Readonly<Record<string, unknown>>,
  Badge = Readonly<Record<string, unknown>>,
  Collection = Readonly<Record<string, unknown>>,
>(options: FollowOptions<Change, Badge, Collection>): Promise<FollowEnd> {
  const { signal, sleep = sleepFor, random = cryptoRandom } = options;
  const reach = { ...options, url: new URL(options.url).href };
  const taker = createTaker(reach);
  let failures = 0;
  let unopened = 0;

  const follow = async (): Promise<AccessEnded | undefined> => {
    const results = resultsOverSocket<{ collectionChanges: StreamItem<Change> }>(
      {
        query: subscription(options.selection),
        variables: { collection: options.collection, after: taker.cursor() },
      },
      reach,
      {
        onOpen: () => {
          unopened = 0;
        },
        onAlive: () => {
          failures = 0;
        },
      },
    );
    for await (const result of results) {
      if (signal.aborted) return undefined;
      const item = dataOf(result).collectionChanges;
      const end = await taker.take({ item, errors: result.errors ?? [] });
      if (end) return end;
      failures = 0;
    }
    return undefined;
  };

  /** @throws what is not a Lost */
  const unlessLost = async (attempt: Promise<AccessEnded | undefined>) => {
    try {
      return await attempt;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (!signal.aborted) options.onInterruption?.(error);
      return undefined;
    }
  };

  while (!signal.aborted) {
    failures += 1;
    unopened += 1;
    const end = await unlessLost(follow());
    if (end) return end;
    if (unopened >= POLL_AFTER_ATTEMPTS) {
      const last = await unlessLost(pollOnce(taker, reach));
      if (last) return last;
    }
    await sleep(backoffMs(failures, random), signal);
  }
  return { kind: 'stopped' };
}

/** Everything up to now, without a socket. */
async function pollOnce<Change, Badge, Collection>(
  taker: Taker<Change>,
  options: FollowOptions<Change, Badge, Collection>,
): Promise<AccessEnded | undefined> {
  const { collection, selection, signal, pageSize: first = PAGE_SIZE } = options;
  while (!signal.aborted) {
    const after = taker.cursor();
    if (after === undefined) {
      await taker.startOver('FIRST_TIME');
      continue;
    }
    const result = await ask<{
      collectionChangesSince: { items: readonly StreamItem<Change>[]; hasMore: boolean };
    }>(changesPage(selection), { collection, after, first }, options);
    const { items, hasMore } = dataOf(result).collectionChangesSince;
    for (const [index, item] of items.entries()) {
      if (signal.aborted) return undefined;
      // The path of an error is collectionChangesSince, items, index …
      const errors = (result.errors ?? []).filter(({ path }) => path?.[2] === index);
      const end = await taker.take({ item, errors });
      if (end) return end;
    }
    if (!hasMore || items.length === 0) return undefined;
  }
  return undefined;
}
