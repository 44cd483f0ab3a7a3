import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { wireSubgraphs } from '../../src/app/wire.js';
import { serveSubgraph } from '../../src/graphql/index.js';
import type { ServedSubgraph } from '../../src/graphql/index.js';
import {
  PRINCIPAL_HEADER,
  createPrincipalReader,
  createPrincipalSigner,
  deriveKey,
} from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';

const graph = testGraph();
const ME = '{ me { emails { address } } }';
let served: ServedSubgraph;
let she: Principal & { kind: 'earner' };
let signed: string;

beforeAll(async () => {
  she = await graph.signIn('earner@example.org');
  const { parts } = graph;
  const key = deriveKey(parts.secret, 'principal');
  signed = await createPrincipalSigner(key, parts.clock).mint(she);
  const bell = {
    arm: () => ({ rung: Promise.resolve(), cancel: () => undefined }),
    close: () => Promise.resolve(),
  };
  served = await serveSubgraph(wireSubgraphs(parts, bell).earner(), {
    principals: createPrincipalReader(key, parts.clock),
    log: parts.log,
    host: '127.0.0.1',
    port: 0,
    bodyBytes: 1_000,
  });
});
afterAll(() => served.close());

/** What a socket answers, or the code it is closed with. */
async function overSocket(principal: unknown): Promise<unknown> {
  const client = createClient({
    url: `${served.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { [PRINCIPAL_HEADER]: principal },
    retryAttempts: 0,
    shouldRetry: () => false,
  });
  try {
    for await (const result of client.iterate({ query: ME })) return result;
    return 'nothing';
  } catch (error) {
    return (error as { code?: number }).code;
  } finally {
    await client.dispose();
  }
}

test.each([
  ['none', undefined],
  ['one that nobody signed', 'ey.J.x'],
  ['the plain object of an earner', { kind: 'earner', earner: 'ern_x', session: 's' }],
])('a socket with %s for a principal is closed', async (_, principal) => {
  expect(await overSocket(principal)).toBe(4403);
});

test('a socket answers no query, even to a gateway', async () => {
  expect(await overSocket(signed)).toMatchObject({
    errors: [{ extensions: { code: 'BAD_INPUT' } }],
  });
});

test.each([
  ['the signed principal', () => ({ [PRINCIPAL_HEADER]: signed }), 200],
  ['no principal', () => ({}), 401],
  ['a forged principal', () => ({ [PRINCIPAL_HEADER]: `${signed}x` }), 401],
])('a request with %s is answered accordingly', async (_, headers, status) => {
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers() },
    body: JSON.stringify({ query: ME }),
  });
  expect(response.status).toBe(status);
});
