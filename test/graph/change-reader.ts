import type { Principal } from '../../src/runtime/index.js';
import type { TestGraph } from '../support/graph.js';

/** An item of the stream as these tests select it. */
export interface Item {
  readonly __typename: 'CollectionChange' | 'SnapshotRequired' | 'AccessEnded';
  readonly cursor: string;
  readonly rev: number;
  readonly kind: string;
  readonly badgeId: string | null;
  readonly badge: { readonly id: string } | null;
  /** Why a snapshot is required. */
  readonly why: string;
  /** Why access ended. */
  readonly ended: string;
}

export const ITEM = `__typename
  ... on CollectionChange { cursor rev kind badgeId badge { id } }
  ... on SnapshotRequired { why: reason cursor }
  ... on AccessEnded { ended: reason }`;

const STREAM = `subscription ($collection: ID!, $after: Cursor) {
  collectionChanges(collection: $collection, after: $after) { ${ITEM} } }`;

export interface ChangeReader {
  /** The next so many items. */
  take(count: number): Promise<readonly Item[]>;
  /** Has the stream come to its end? */
  isOver(): Promise<boolean>;
  close(): Promise<void>;
}

/** Subscribes as a displayer would. A stream that refuses says so with its first result. */
export async function subscribe(
  graph: TestGraph,
  as: Principal,
  collection: string,
  after?: string,
): Promise<ChangeReader> {
  const results = await graph.stream(as, STREAM, { collection, after });
  if (!(Symbol.asyncIterator in results)) throw new Error(JSON.stringify(results.errors));
  const next = async (): Promise<Item | undefined> => {
    const { done, value } = await results.next();
    if (done === true) return undefined;
    const { data, errors } = value as { data?: { collectionChanges: Item }; errors?: unknown };
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return data.collectionChanges;
  };
  return {
    async take(count) {
      const items: Item[] = [];
      while (items.length < count) {
        const item = await next();
        if (item === undefined) throw new Error(`the stream ended: ${JSON.stringify(items)}`);
        items.push(item);
      }
      return items;
    },
    isOver: async () => (await next()) === undefined,
    async close() {
      await results.return?.();
    },
  };
}

/** The errors with which a stream that may not be read refuses. */
export async function streamRefusal(
  graph: TestGraph,
  as: Principal,
  collection: string,
  after?: string,
): Promise<readonly unknown[]> {
  const opened = await graph.stream(as, STREAM, { collection, after });
  const first = Symbol.asyncIterator in opened ? (await opened.next()).value : opened;
  return (first as { errors?: readonly unknown[] } | undefined)?.errors ?? [];
}

/** Everything a stream still gives until it ends by itself. */
export async function rest(
  stream: Awaited<ReturnType<TestGraph['stream']>>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items = [];
  for (let item = await nextItem(stream); item !== undefined; item = await nextItem(stream)) {
    items.push(item);
  }
  return items;
}

/** The next item of a stream, whatever it selects; undefined at its end. */
export async function nextItem(
  stream: Awaited<ReturnType<TestGraph['stream']>>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
  const { done, value } = await stream.next();
  if (done === true) return undefined;
  const { data, errors } = value as {
    data?: { collectionChanges: Record<string, unknown> };
    errors?: unknown;
  };
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.collectionChanges;
}
