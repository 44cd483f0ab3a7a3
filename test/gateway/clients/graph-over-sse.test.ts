import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { ADA, startToyGateway } from '../toy-gateway.js';
import type { ToyGateway } from '../toy-gateway.js';

let hub: ToyGateway;
beforeEach(async () => {
  hub = await startToyGateway();
});
afterEach(() => hub.close());

async function* then(...ids: readonly string[]): AsyncGenerator<string> {
  yield* ids;
}

async function* forever(first: string): AsyncGenerator<string> {
  yield first;
  await new Promise(() => undefined);
}

const headers = { accept: 'text/event-stream' };
const addressOf = (query: string): string =>
  `${hub.url}/graphql?query=${encodeURIComponent(query)}`;

test.each([
  ['{ currency }', [{ data: { currency: 'EUR' } }]],
  [
    'subscription { bookAdded { price } }',
    [{ data: { bookAdded: { price: 10 } } }, { data: { bookAdded: { price: 20 } } }],
  ],
])('the stock client runs %s', async (query, results) => {
  hub.world.events = then('1', '2');
  const client = createClient({ url: `${hub.url}/graphql`, retryAttempts: 0 });
  const received: unknown[] = [];
  for await (const result of client.iterate({ query })) received.push(result);
  client.dispose();
  expect(received).toEqual(results);
});

test('a browser subscribes with GET', async () => {
  hub.world.events = then('1');
  const response = await fetch(addressOf('subscription { bookAdded { id } }'), { headers });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const text = await response.text();
  expect(text).toContain('data: {"data":{"bookAdded":{"id":"1"}}}');
  expect(text).toContain('event: complete');
});

test.each([
  ['a mistake', '{ nothing }', {}, 400],
  ['a mutation by GET', 'mutation { pushBadge(text: "x") }', {}, 405],
  ['a bad token', '{ currency }', { authorization: 'Bearer bad' }, 401],
])('%s is refused', async (_, query, more, status) => {
  const response = await fetch(addressOf(query), { headers: { ...headers, ...more } });
  expect(response.status).toBe(status);
  expect(hub.world.asked).toEqual([]);
});

test('a stream ends with a refused item when its token was revoked', async () => {
  let nowMs = Date.UTC(2030, 0, 1);
  await hub.close();
  hub = await startToyGateway({
    clock: { now: () => new Date(nowMs), sleep: () => new Promise(() => undefined) },
    config: { drainSeconds: 1 },
  });
  hub.tokens.set('good', { principal: ADA, expiresAt: new Date('2100-01-01') });
  async function* revoked(): AsyncGenerator<string> {
    yield '1';
    hub.tokens.clear();
    nowMs += 6_000;
    yield '2';
  }
  hub.world.events = revoked();
  const response = await fetch(addressOf('subscription { bookAdded { id price } }'), {
    headers: { ...headers, authorization: 'Bearer good' },
  });
  const items = [...(await response.text()).matchAll(/^data: (\{.*)$/gm)];
  expect(items.map(([, data]) => JSON.parse(data ?? '') as unknown)).toMatchObject([
    { data: { bookAdded: { price: 10 } } },
    { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ]);
});

test('streams end when the gateway stops', async () => {
  hub.world.events = forever('1');
  const response = await fetch(addressOf('subscription { bookAdded { id } }'), { headers });
  const text = response.text();
  await hub.close();
  expect(await text).not.toContain('event: complete');
});
