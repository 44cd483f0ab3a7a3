import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { systemClock } from '../../../src/runtime/index.js';
import { ADA, startToyGateway } from '../toy-gateway.js';
import type { ToyGateway } from '../toy-gateway.js';

let hub: ToyGateway;
beforeEach(async () => {
  hub = await startToyGateway({
    limits: { socketsPerClient: 2, operationsPerSocket: 2, socketMessageBytes: 2_000 },
  });
});
afterEach(() => hub.close());

const addressOf = (gateway: ToyGateway): string => `${gateway.url.replace('http', 'ws')}/graphql`;

const connect = (connectionParams: Record<string, unknown> = {}): Client =>
  createClient({
    url: addressOf(hub),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });

/** A socket without a client library, and the code it is closed with. */
function rawSocket(options: { path?: string; headers?: Record<string, string> } = {}) {
  const { path = '', headers = {} } = options;
  const socket = new WebSocket(`${addressOf(hub)}${path}`, 'graphql-transport-ws', { headers });
  const refused = new Promise<string>((resolve) => {
    socket.on('error', ({ message }) => {
      resolve(message);
    });
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  const initialised = async (payload: unknown): Promise<void> => {
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    await once(socket, 'message');
  };
  return { socket, closed, refused, initialised };
}

async function* forever(first: string): AsyncGenerator<string> {
  yield first;
  await new Promise(() => undefined);
}

const first = async (client: Client, query: string): Promise<unknown> => {
  const items = client.iterate({ query });
  const item = await items.next();
  await items.return?.();
  return item.value;
};

describe('over a WebSocket', () => {
  test.each([
    ['query { currency }', { data: { currency: 'EUR' } }],
    ['mutation { pushBadge(text: "x") }', { data: { pushBadge: 'x' } }],
    ['subscription { bookAdded { price } }', { data: { bookAdded: { price: 70 } } }],
  ])('runs %s', async (query, result) => {
    hub.world.events = forever('7');
    const client = connect();
    expect(await first(client, query)).toEqual(result);
    await client.dispose();
  });

  test('counts each operation, and the fields that cost more', async () => {
    const client = connect();
    await first(client, 'mutation { a: pushBadge(text: "x") b: pushBadge(text: "y") }');
    expect(hub.taken.requests).toHaveLength(1);
    expect(hub.taken.pushes).toHaveLength(2);
    await client.dispose();
  });

  test.each([
    ['a mistake', '{ nothing }', 'BAD_INPUT'],
    ['something unreadable', '{', 'BAD_INPUT'],
  ])('refuses %s with its code', async (_, query, code) => {
    const client = connect();
    const refused = client.iterate({ query }).next();
    await expect(refused).rejects.toMatchObject([{ extensions: { code } }]);
    await client.dispose();
  });

  test('runs so many operations on one socket and no more', async () => {
    hub.world.events = forever('7');
    const client = connect();
    const query = 'subscription { bookAdded { id } }';
    const running = [client.iterate({ query }), client.iterate({ query })];
    await running[0]?.next();
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'RATE_LIMITED' } },
    ]);
    await client.dispose();
  });

  test('accepts so many sockets of one client and no more', async () => {
    const open = [rawSocket(), rawSocket()];
    await Promise.all(open.map(({ socket }) => once(socket, 'open')));
    expect(await rawSocket().refused).toContain('429');
    open[0]?.socket.close();
    await open[0]?.closed;
    const again = rawSocket();
    await once(again.socket, 'open');
  });
});

describe('a socket', () => {
  test.each([
    ['token', { token: 'good' }],
    ['Authorization', { Authorization: 'Bearer good' }],
  ])('acts for the holder of its %s', async (_, payload) => {
    hub.tokens.set('good', { principal: ADA, expiresAt: new Date('2100-01-01') });
    const client = connect(payload);
    await first(client, '{ currency }');
    expect(hub.world.asked[0]?.principal).toBe('ear_1');
    expect(hub.taken.requestsWithToken).toHaveLength(1);
    await client.dispose();
  });

  test('acts for the session of its cookie only when our own page opened it', async () => {
    hub.tokens.set('good', { principal: ADA, expiresAt: new Date('2100-01-01') });
    for (const origin of [hub.url, 'https://evil.example']) {
      const { socket, initialised } = rawSocket({
        headers: { cookie: 'hub_session=good', origin },
      });
      await initialised({});
      const query = '{ currency }';
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      await once(socket, 'message');
      socket.close();
    }
    expect(hub.world.asked.map(({ principal }) => principal)).toEqual(['ear_1', 'anonymous']);
  });

  test('with a bad token is closed with 4401', async () => {
    const { socket, closed } = rawSocket();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { token: 'bad' } }));
    expect(await closed).toBe(4401);
    expect(hub.taken.requests).toHaveLength(1);
  });

  test('is closed with 4440 when its token expires', async () => {
    const expiresAt = new Date(systemClock.now().getTime() + 300);
    hub.tokens.set('short', { principal: ADA, expiresAt });
    const { closed, initialised } = rawSocket();
    await initialised({ token: 'short' });
    expect(await closed).toBe(4440);
  });

  test('is closed with 4401 when its token is revoked under a running stream', async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    const clock = { now: () => new Date(nowMs), sleep: () => new Promise<void>(() => undefined) };
    await hub.close();
    hub = await startToyGateway({ clock });
    hub.tokens.set('good', { principal: ADA, expiresAt: new Date('2100-01-01') });
    async function* revoked(): AsyncGenerator<string> {
      yield '1';
      hub.tokens.clear();
      nowMs += 6_000;
      yield '2';
    }
    hub.world.events = revoked();
    const { socket, closed, initialised } = rawSocket();
    await initialised({ token: 'good' });
    const query = 'subscription { bookAdded { price } }';
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
    expect(await closed).toBe(4401);
  });

  test('with a token in its address is not opened', async () => {
    expect(await rawSocket({ path: '?token=good' }).refused).toContain('400');
  });

  test('is closed with 1009 by a message above the limit', async () => {
    const { socket, closed } = rawSocket();
    await once(socket, 'open');
    socket.send('x'.repeat(3_000));
    expect(await closed).toBe(1009);
  });

  test.each([
    ['text that is no message', 'nonsense', 4400],
    [
      'an operation before connection_init',
      '{"type":"subscribe","id":"1","payload":{"query":"{a}"}}',
      4401,
    ],
  ])('is closed by %s', async (_, message, code) => {
    const { socket, closed } = rawSocket();
    await once(socket, 'open');
    socket.send(message);
    expect(await closed).toBe(code);
  });

  test('is closed with 1012 when the gateway stops', async () => {
    const { closed, initialised } = rawSocket();
    await initialised({});
    await hub.close();
    expect(await closed).toBe(1012);
  });
});
