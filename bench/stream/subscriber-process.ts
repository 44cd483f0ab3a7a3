import { performance } from 'node:perf_hooks';
import { createClient } from 'graphql-ws';
import type { FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Subscribe, SubscriberReport } from './subscriber-messages.js';

// Many displayers in one process, with the stock graphql-ws client. Ends when its parent lets go of it.

interface StreamItem {
  readonly __typename: string;
  readonly rev?: number;
}

/** Sockets opened together: a hub that is short of time must still answer each within its limits. */
const AT_ONCE = 20;

const report = (message: SubscriberReport): void => {
  process.send?.(message);
};

process.once('message', (message) => {
  subscribe(message as Subscribe).catch(fail);
});

async function subscribe({ url, query, collections }: Subscribe): Promise<void> {
  const subscribers = new Map<string, number>();
  for (const id of collections) subscribers.set(id, (subscribers.get(id) ?? 0) + 1);
  const receipts = new Map<string, number[]>();

  const received = (collection: string, rev: number): void => {
    const key = `${collection} ${rev}`;
    const atMs = receipts.get(key) ?? [];
    receipts.set(key, atMs);
    atMs.push(performance.timeOrigin + performance.now());
    if (atMs.length < (subscribers.get(collection) ?? 0)) return;
    receipts.delete(key);
    report({ kind: 'received', collection, rev, atMs });
  };

  const open = async (collection: string): Promise<void> => {
    const items = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 }).iterate<{
      collectionChanges: StreamItem;
    }>({ query, variables: { collection } });
    // The first item says where the stream starts: from then on the hub watches for this subscriber.
    await nextOf(items);
    follow(items, (rev) => {
      received(collection, rev);
    }).catch(fail);
  };
  for (let opened = 0; opened < collections.length; opened += AT_ONCE) {
    await Promise.all(collections.slice(opened, opened + AT_ONCE).map(open));
  }
  report({ kind: 'subscribed' });
}

type Items = AsyncIterableIterator<
  FormattedExecutionResult<{ collectionChanges: StreamItem }, unknown>
>;

async function follow(items: Items, onChange: (rev: number) => void): Promise<never> {
  for (;;) {
    const { rev } = await nextOf(items);
    if (rev === undefined) throw new Error('an item that is no change');
    onChange(rev);
  }
}

async function nextOf(items: Items): Promise<StreamItem> {
  const next = await items.next();
  if (next.done === true) throw new Error('a stream ended');
  const { data, errors } = next.value;
  if (!data || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.collectionChanges;
}

function fail(error: unknown): void {
  report({
    kind: 'failed',
    because: error instanceof Error ? error.message : JSON.stringify(error),
  });
}
