import { GraphQLError, buildSchema, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { RefusalCode } from '../../src/errors.js';

/** The part of the public graph that displayers follow collections with. */
const schema = buildSchema(`
  scalar Cursor
  type Badge { id: ID! name: String! }
  enum ChangeKind { BADGE_ADDED META }
  enum SnapshotReason { FIRST_TIME EPOCH_CHANGED }
  enum AccessEndReason { DELETED NOT_SHARED }
  type CollectionChange { cursor: Cursor! rev: Int! kind: ChangeKind! badge: Badge }
  type SnapshotRequired { reason: SnapshotReason! cursor: Cursor! }
  type AccessEnded { reason: AccessEndReason! }
  union CollectionStreamItem = CollectionChange | SnapshotRequired | AccessEnded
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type BadgeEdge { node: Badge }
  type BadgeConnection { edges: [BadgeEdge!]! pageInfo: PageInfo! }
  type Collection { id: ID! rev: Int! name: String! }
  type CollectionSnapshot {
    collection: Collection! cursor: Cursor!
    badges(first: Int = 100, after: String): BadgeConnection!
  }
  type ChangePage { items: [CollectionStreamItem!]! cursor: Cursor! hasMore: Boolean! }
  type Query {
    collectionSnapshot(collection: ID!): CollectionSnapshot!
    collectionChangesSince(collection: ID!, after: Cursor!, first: Int = 100): ChangePage!
  }
  type Subscription {
    collectionChanges(collection: ID!, after: Cursor): CollectionStreamItem!
  }
`);

export type ToyItem = Readonly<Record<string, unknown>>;
type Stream = (after: string | undefined, attempt: number) => AsyncGenerator<ToyItem | Close>;

export const COLLECTION = 'col_1';
const cursorAt = (rev: number): string => `rev-${String(rev)}`;
const revOf = (cursor: string): number => Number(cursor.slice('rev-'.length));

export const change = (rev: number, more: ToyItem = {}): ToyItem => ({
  __typename: 'CollectionChange',
  rev,
  cursor: cursorAt(rev),
  kind: 'BADGE_ADDED',
  badge: { id: `bdg_${String(rev)}`, name: `Badge ${String(rev)}` },
  ...more,
});
export const snapshotRequired = (rev: number, reason = 'EPOCH_CHANGED'): ToyItem => ({
  __typename: 'SnapshotRequired',
  reason,
  cursor: cursorAt(rev),
});
export const accessEnded = (reason = 'DELETED'): ToyItem => ({ __typename: 'AccessEnded', reason });
export const refusal = (code: RefusalCode): Error =>
  new GraphQLError('no', { extensions: { code } });

/** Instead of an item: the connection ends with this code; 1006 is one that simply breaks. */
export interface Close {
  readonly close: number;
}

/** A hub of one collection, whose connections do what the test says. */
export async function startToyHub() {
  const changed = new EventEmitter();
  const sockets = new Set<WebSocket>();
  const connections = new Set<Socket>();
  const hub = {
    url: '',
    /** All changes of the collection, from rev 1 on. */
    log: [] as ToyItem[],
    /** What the stream behind a cursor says, per connection; the log when undefined. */
    stream: undefined as Stream | undefined,
    /** What happens to a request for a WebSocket. */
    upgrade: 'accept' as 'accept' | 'refuse' | 'ignore',
    token: undefined as string | undefined,
    badges: [] as ToyItem[],
    /** How many later pages of a snapshot are refused, as too old. */
    stalePages: 0,
    /** Seen so far: cursors asked for, tokens sent, requests over HTTP. */
    afters: [] as (string | undefined)[],
    tokens: [] as unknown[],
    requests: 0,
    sockets,
    connections,
    /** Resolves at the next request for a WebSocket. */
    upgradeAsked: () => once(server, 'upgrade'),
    add(...items: readonly ToyItem[]) {
      hub.log.push(...items);
      changed.emit('change');
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };

  async function* fromLog(after: string | undefined): AsyncGenerator<ToyItem> {
    const rings = on(changed, 'change');
    let rev = after === undefined ? hub.log.length : revOf(after);
    if (after === undefined) yield snapshotRequired(rev, 'FIRST_TIME');
    for (;;) {
      for (; rev < hub.log.length; rev += 1) yield hub.log[rev] ?? {};
      await rings.next();
    }
  }

  const resolvers = {
    collectionSnapshot: () => ({
      collection: { id: COLLECTION, rev: hub.log.length, name: 'Welding' },
      cursor: cursorAt(hub.log.length),
      badges({ first, after }: { first: number; after?: string }) {
        const start = Number(after ?? 0);
        if (start > 0 && hub.stalePages > 0) {
          hub.stalePages -= 1;
          throw refusal('BAD_CURSOR');
        }
        const end = start + first;
        return {
          edges: hub.badges.slice(start, end).map((node) => ({ node })),
          pageInfo: { hasNextPage: end < hub.badges.length, endCursor: String(end) },
        };
      },
    }),
    collectionChangesSince({ after, first }: { after: string; first: number }) {
      const items = hub.log.slice(revOf(after), revOf(after) + first);
      const reached = revOf(after) + items.length;
      return { items, cursor: cursorAt(reached), hasMore: reached < hub.log.length };
    },
  };

  const server = createServer((req, res) => {
    hub.requests += 1;
    hub.tokens.push(req.headers.authorization);
    const answer = async (): Promise<void> => {
      const { query, variables } = (await json(req)) as { query: string; variables: ToyItem };
      const result = await graphql({
        schema,
        source: query,
        variableValues: variables,
        rootValue: resolvers,
      });
      const isRefused =
        hub.token !== undefined && req.headers.authorization !== `Bearer ${hub.token}`;
      res.writeHead(isRefused ? 401 : 200, { 'content-type': 'application/json' });
      res.end(JSON.stringify(isRefused ? { errors: [] } : result));
    };
    void answer();
  });

  const webSockets = new WebSocketServer({ noServer: true });
  useServer<{ token?: string }, { socket: WebSocket }>(
    {
      schema,
      context: (context) => context,
      onConnect({ connectionParams, extra }) {
        hub.tokens.push(connectionParams?.token);
        if (hub.token === undefined || hub.token === connectionParams?.token) return true;
        extra.socket.close(4401, 'no');
        return false;
      },
      roots: {
        subscription: {
          async *collectionChanges(
            { after }: { after?: string },
            { extra: { socket } }: { extra: { socket: WebSocket } },
          ) {
            hub.afters.push(after);
            for await (const item of (hub.stream ?? fromLog)(after, hub.afters.length)) {
              if (!('close' in item)) {
                yield { collectionChanges: item };
                continue;
              }
              if (item.close === 1006) socket.terminate();
              else socket.close(Number(item.close));
              return;
            }
          },
        },
      },
    },
    webSockets,
  );
  webSockets.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => undefined);
    if (hub.upgrade === 'ignore') {
      // Unread, it would not notice that the client is gone.
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    if (hub.upgrade === 'refuse') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else {
      webSockets.handleUpgrade(req, socket, head, (opened) =>
        webSockets.emit('connection', opened, req),
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hub.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
  return hub;
}

export type ToyHub = Awaited<ReturnType<typeof startToyHub>>;
