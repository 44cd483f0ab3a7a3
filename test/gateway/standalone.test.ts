import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { makeServer } from 'graphql-ws';
import { execute, parse, subscribe } from 'graphql';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../src/runtime/index.js';
import { createLog } from '../../src/runtime/index.js';
import { bindSocket } from '../../gateway/clients/bind-socket.js';
import { startStandaloneGateway } from '../../gateway/standalone.js';
import type { Gateway } from '../../gateway/start-gateway.js';
import { createToyWorld, toySubgraphs, toySupergraphSdl } from './toy-hub.js';
import type { ToySubgraph } from './toy-hub.js';

const log = createLog({ level: 'silent' });
const world = createToyWorld();
const seen: { headers: IncomingHttpHeaders[]; params: unknown[] } = { headers: [], params: [] };

/** A subgraph in HTTP, as anybody might write one. */
async function serveToy({ schema }: ToySubgraph): Promise<Server> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    seen.headers.push(req.headers);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        query: string;
        variables: Record<string, unknown>;
      };
      if (query.includes('refused')) {
        res.end('<html>');
        return;
      }
      const result = execute({ schema, document: parse(query), variableValues: variables });
      void Promise.resolve(result).then((answer) => res.end(JSON.stringify(answer)));
    });
  });
  const sockets = new WebSocketServer({ server });
  const protocol = makeServer<Record<string, unknown>, undefined>({
    schema,
    subscribe,
    onConnect: ({ connectionParams }) => {
      seen.params.push(connectionParams);
    },
  });
  sockets.on('connection', (socket) => {
    bindSocket(socket, undefined, { server: protocol, clock: systemClock, log });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const urlOf = (server: Server): string => {
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? String(address.port) : ''}`;
};

let folder: string;
let servers: readonly Server[];
let gateway: Gateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standalone-'));
  const [catalog, prices] = toySubgraphs(world, () => {
    throw new Error('never');
  });
  servers = await Promise.all([serveToy(catalog), serveToy(prices)]);
  const [first, second] = servers.map(urlOf);
  const supergraphFile = join(folder, 'supergraph.graphql');
  const sdl = toySupergraphSdl((name) => (name === 'catalog' ? first : second) ?? '');
  await writeFile(supergraphFile, sdl);
  gateway = await startStandaloneGateway({ supergraphFile, host: '127.0.0.1', port: 0, log });
});
afterAll(async () => {
  await gateway.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

const ask = async (query: string): Promise<unknown> => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
};

describe('a gateway without a hub', () => {
  test('joins subgraphs over HTTP', async () => {
    expect(await ask('{ books(first: 2) { nodes { id price } } }')).toEqual({
      data: {
        books: {
          nodes: [
            { id: '0', price: 0 },
            { id: '1', price: 10 },
          ],
        },
      },
    });
    expect(seen.headers[0]).toMatchObject({ 'x-hub-principal': 'anonymous' });
    expect(seen.headers[0]?.['x-request-id']).toBeDefined();
  });

  test('shows the schema', async () => {
    expect(await ask('{ __type(name: "Book") { name } }')).toEqual({
      data: { __type: { name: 'Book' } },
    });
  });

  test('hands on what a subgraph complains about', async () => {
    expect(await ask('{ broken }')).toMatchObject({
      data: { broken: null },
      errors: [{ message: 'the password is swordfish', path: ['broken'] }],
    });
  });

  test('runs an operation that is larger than a hub allows', async () => {
    const fields = Array.from({ length: 200 }, (_, at) => `a${String(at)}: currency`);
    expect(await ask(`{ ${fields.join(' ')} }`)).not.toHaveProperty('errors');
  });

  test('refuses as UNAVAILABLE what answers in no GraphQL, without its address', async () => {
    const answer = await ask('{ refused }');
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
  });

  test('subscribes over graphql-ws and asks the other subgraph for each item', async () => {
    async function* two(): AsyncGenerator<string> {
      yield '1';
      yield '2';
    }
    world.events = two();
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const received: unknown[] = [];
    const query = 'subscription { bookAdded { title price } }';
    for await (const item of client.iterate({ query })) received.push(item);
    await client.dispose();
    expect(received).toEqual([
      { data: { bookAdded: { title: 'Title 1', price: 10 } } },
      { data: { bookAdded: { title: 'Title 2', price: 20 } } },
    ]);
    expect(seen.params).toEqual([expect.objectContaining({ 'x-hub-principal': 'anonymous' })]);
  });

  test('refuses as UNAVAILABLE a subgraph that is not there', async () => {
    const gone = join(folder, 'gone.graphql');
    await writeFile(
      gone,
      toySupergraphSdl(() => 'http://127.0.0.1:1/'),
    );
    const alone = await startStandaloneGateway({
      supergraphFile: gone,
      host: '127.0.0.1',
      port: 0,
      log,
    });
    const response = await fetch(`${alone.url}/graphql?query={currency}`);
    const text = await response.text();
    const client = createClient({
      url: `${alone.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const stream = client.iterate({ query: 'subscription { bookAdded { id } }' });
    const refused = expect(stream.next()).resolves.toMatchObject({
      value: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] },
    });
    await refused;
    await client.dispose();
    await alone.close();
    expect(text).toContain('UNAVAILABLE');
    expect(text).not.toContain('127.0.0.1');
  });
});
