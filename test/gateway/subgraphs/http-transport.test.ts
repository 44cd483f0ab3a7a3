import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createHttpTransports } from '../../../gateway/subgraphs/http-transport.js';

let server: Server;
let respond: RequestListener;
let address: string;
beforeEach(async () => {
  server = createServer((req, res) => {
    respond(req, res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  address = `http://127.0.0.1:${String(port)}/graphql`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(): Promise<{ answer: Promise<unknown>; failures: unknown[] }> {
  const failures: unknown[] = [];
  const transports = createHttpTransports({
    deadlineMs: 200,
    maxResponseBytes: 100,
    onFailure: (_error, subgraph) => failures.push(subgraph),
  });
  const transport = transports.transport('toys', address);
  const request = { document: parse('{ a }'), operationType: 'query' } as const;
  const answer = (async () => transport(request, { principal: 'p', requestId: 'r' }))();
  await answer.catch(() => undefined);
  await transports.close();
  return { answer, failures };
}

test.each<[string, RequestListener]>([
  ['is too large', (_req, res) => res.end(JSON.stringify({ data: { a: 'x'.repeat(100) } }))],
  ['never comes', () => undefined],
  ['never ends', (_req, res) => res.write('{"data":')],
  ['breaks off', (_req, res) => res.write('{"data":', () => res.destroy())],
  ['is no JSON', (_req, res) => res.end('<html>')],
  ['is no GraphQL', (_req, res) => res.end('{"hello":"world"}')],
])('an answer that %s is UNAVAILABLE and written down', async (_, listener) => {
  respond = listener;
  const { answer, failures } = await ask();
  await expect(answer).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(failures).toEqual(['toys']);
});

test('errors of a subgraph are an answer, whatever its status', async () => {
  const errors = [{ message: 'm', extensions: { code: 'UNAUTHENTICATED' } }];
  respond = (_req, res) => res.writeHead(401).end(JSON.stringify({ errors }));
  expect(await (await ask()).answer).toEqual({ errors });
});
