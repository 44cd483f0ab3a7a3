import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Refusal } from '../../src/errors.js';
import type { Route } from '../../gateway/http/http-types.js';
import { ADA, startToyGateway } from './toy-gateway.js';
import type { ToyGateway } from './toy-gateway.js';

interface Held {
  readonly arrived: Promise<void>;
  readonly release: () => void;
  readonly route: Route;
}

/** A route that answers when the test says so. */
function heldRoute(): Held {
  const held: { arrived?: () => void; release?: () => void } = {};
  const arrived = new Promise<void>((resolve) => (held.arrived = resolve));
  const released = new Promise<void>((resolve) => (held.release = resolve));
  return {
    arrived,
    release: () => held.release?.(),
    route: {
      path: '/held',
      methods: ['GET'],
      async handle({ res }) {
        held.arrived?.();
        await released;
        res.end('done');
      },
    },
  };
}

const routes: readonly Route[] = [
  {
    path: '/echo',
    methods: ['POST'],
    async handle(exchange) {
      exchange.res.end(await exchange.body(10));
    },
  },
  {
    path: '/bug',
    methods: ['GET'],
    handle: () => Promise.reject(new Error('the password is swordfish')),
  },
  {
    path: '/refusal',
    methods: ['GET'],
    handle: () => {
      throw new Refusal('RATE_LIMITED', undefined, { retryAfterSeconds: 7 });
    },
  },
];

let hub: ToyGateway;
let held: Held;
beforeEach(async () => {
  held = heldRoute();
  hub = await startToyGateway({
    routes: [...routes, held.route],
    ports: { pushes: { take: () => Promise.reject(new Refusal('RATE_LIMITED')) } },
  });
});
afterEach(() => hub.close());

describe('an address', () => {
  test.each([
    ['GET', '/nowhere', 404, 'NOT_FOUND'],
    ['GET', '/echo', 405, 'BAD_INPUT'],
    ['GET', '/bug', 500, 'INTERNAL'],
    ['DELETE', '/graphql', 405, 'BAD_INPUT'],
  ])('%s %s is answered with %i as a JSON problem', async (method, path, status, code) => {
    const response = await fetch(`${hub.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, code });
    expect(problem['requestId']).toBe(response.headers.get('x-request-id'));
    expect(JSON.stringify(problem)).not.toContain('swordfish');
  });

  test('that refuses says when to come back', async () => {
    const response = await fetch(`${hub.url}/refusal`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
  });

  test.each([
    [10, 200],
    [11, 413],
  ])('that takes 10 bytes is sent %i and answers %i', async (length, status) => {
    const response = await fetch(`${hub.url}/echo`, { method: 'POST', body: 'x'.repeat(length) });
    expect(response.status).toBe(status);
  });

  test('counts a body that does not say its length', async () => {
    const body = new Blob(['x'.repeat(11)]).stream();
    const init = { method: 'POST', body, duplex: 'half' };
    expect((await fetch(`${hub.url}/echo`, init as RequestInit)).status).toBe(413);
  });

  test.each(['/graphql?query={currency}', '/nowhere', '/healthz'])(
    '%s is answered with security headers',
    async (path) => {
      const { headers } = await fetch(`${hub.url}${path}`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('that is no path is refused, and the gateway lives on', async () => {
    const { hostname, port } = new URL(hub.url);
    const socket = connect(Number(port), hostname);
    socket.write('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });
});

describe('limits', () => {
  test('count by address, or by token without its text', async () => {
    hub.tokens.set('good', { principal: ADA, expiresAt: new Date('2100-01-01') });
    await hub.ask('{ currency }');
    await hub.ask('{ currency }', { headers: { authorization: 'Bearer good' } });
    expect(hub.taken.requests).toEqual(['127.0.0.1']);
    expect(hub.taken.requestsWithToken).toHaveLength(1);
    expect(hub.taken.requestsWithToken).not.toContain('good');
  });

  test.each([
    ['{ a: reverifyBadge(text: "1") b: reverifyBadge(text: "2") }', 'verifications', 2],
    ['{ ...F ...F } fragment F on Query { reverifyBadge(text: "1") }', 'verifications', 1],
    ['mutation { requestSignIn(address: "a") }', 'signIns', 1],
    ['{ currency }', 'verifications', 0],
  ] as const)('%s counts as %s %i times', async (query, limit, times) => {
    await hub.ask(query);
    expect(hub.taken[limit]).toHaveLength(times);
  });

  test('that are used up are answered with 429, and nothing runs', async () => {
    const { status, body } = await hub.ask('mutation { pushBadge(text: "x") }');
    expect(status).toBe(429);
    expect(body.errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
    expect(hub.world.asked).toEqual([]);
  });

  test('a bad token is answered with 401', async () => {
    const { status, headers } = await hub.ask('{ currency }', {
      headers: { authorization: 'Bearer bad' },
    });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer, DPoP');
  });
});

describe('when the gateway stops', () => {
  test('what runs is finished and nothing new is taken', async () => {
    const running = fetch(`${hub.url}/held`);
    await held.arrived;
    const closed = hub.close();
    await expect(fetch(`${hub.url}/healthz`)).rejects.toThrow();
    held.release();
    expect(await (await running).text()).toBe('done');
    await closed;
  });

  test('what does not end in time is cut off', async () => {
    const impatient = await startToyGateway({
      routes: [held.route],
      config: { drainSeconds: 0 },
    });
    const running = fetch(`${impatient.url}/held`);
    await held.arrived;
    const cut = expect(running).rejects.toThrow();
    await impatient.close();
    await cut;
  });
});

test('a port that is taken is named in one sentence', async () => {
  const port = Number(new URL(hub.url).port);
  await expect(startToyGateway({ config: { port } })).rejects.toThrow(String(port));
});
