import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditServer } from 'graphql-http';
import { startToyGateway } from '../toy-gateway.js';
import type { Answer, ToyGateway } from '../toy-gateway.js';

let hub: ToyGateway;
beforeAll(async () => {
  hub = await startToyGateway();
});
afterAll(() => hub.close());

const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);

describe('the protocol', () => {
  test('follows every MUST, SHOULD and MAY of GraphQL over HTTP', async () => {
    const results = await auditServer({ url: `${hub.url}/graphql`, fetchFn: fetch });
    const failed = results.filter(({ status }) => status !== 'ok');
    expect(failed.map(({ id, name, status }) => `${status} ${id} ${name}`)).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  test.each([
    ['a batch', '[{"query":"{ currency }"}]'],
    ['JSON cut off', '{"query":"{ curr'],
    ['no operation', '{}'],
    ['variables that are no object', '{"query":"{ currency }","variables":[1]}'],
    ['nothing', ''],
  ])('refuses %s with BAD_INPUT', async (_, body) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(codesOf((await response.json()) as Answer)).toEqual(['BAD_INPUT']);
  });

  test.each([
    ['application/graphql-response+json', 400],
    ['application/json', 200],
  ])('answers wrong variables under %s with %i', async (accept, status) => {
    const answer = await hub.ask(
      'query ($a: ID!, $b: Int!) { book(id: $a) { id } books(first: $b) { nodes { id } } }',
      {
        variables: {},
        headers: { accept },
      },
    );
    expect(answer.status).toBe(status);
    expect(new Set(codesOf(answer.body))).toEqual(new Set(['BAD_INPUT']));
  });

  test('refuses a body above the limit with 413', async () => {
    const small = await startToyGateway({ limits: { bodyBytes: 100 } });
    const { status, body } = await small.ask(`{ currency } # ${'x'.repeat(100)}`);
    await small.close();
    expect(status).toBe(413);
    expect(codesOf(body)).toEqual(['TOO_LARGE']);
  });

  test('does not run a mutation that came by GET', async () => {
    const query = encodeURIComponent('mutation { pushBadge(text: "x") }');
    const response = await fetch(`${hub.url}/graphql?query=${query}`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(hub.world.asked.filter(({ kind }) => kind === 'mutation')).toEqual([]);
  });

  test('says how a subscription can be had', async () => {
    const { body } = await hub.ask('subscription { bookAdded { id } }');
    expect(codesOf(body)).toEqual(['BAD_INPUT']);
  });

  test('lets pages of other sites ask, but never with a session', async () => {
    const preflight = await fetch(`${hub.url}/graphql`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('refuses a token in the address', async () => {
    const response = await fetch(`${hub.url}/graphql?query={currency}&token=t`);
    expect(response.status).toBe(400);
  });
});

describe('the graph', () => {
  test('joins two subgraphs, each asked once with the principal of the caller', async () => {
    hub.world.asked.length = 0;
    const { body } = await hub.ask('{ a: book(id: "3") { title price } }');
    expect(body).toEqual({ data: { a: { title: 'Title 3', price: 30 } } });
    expect(hub.world.asked.map(({ subgraph, principal }) => [subgraph, principal])).toEqual([
      ['catalog', 'anonymous'],
      ['prices', 'anonymous'],
    ]);
  });

  test.each([
    ['{ __typename }', { __typename: 'Query' }],
    ['{ ...F } fragment F on Query { __typename }', { __typename: 'Query' }],
    ['{ __type(name: "Book") { name } }', { __type: { name: 'Book' } }],
    ['{ book(id: "1") @skip(if: true) { id } }', {}],
    ['{ __typename book(id: "none") { id } }', { __typename: 'Query', book: null }],
  ])('answers %s', async (query, data) => {
    expect((await hub.ask(query)).body).toEqual({ data });
  });

  test('runs the operation that was named, beside others', async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'query A { __schema { description } } query B { currency }',
        operationName: 'B',
      }),
    });
    expect(await response.json()).toEqual({ data: { currency: 'EUR' } });
  });

  test('moves a null up when one subgraph does not know an entity of the other', async () => {
    const { body } = await hub.ask('{ shelf { price } }');
    expect(body.data).toBeNull();
    expect(codesOf(body)).toEqual(['INTERNAL']);
    const { body: nullable } = await hub.ask('{ book(id: "unpriced") { price } }');
    expect(nullable).toEqual({ data: { book: null } });
  });

  test('keeps the code of a refusal and the path where it happened', async () => {
    const { body } = await hub.ask('{ refused currency }');
    expect(body.data).toEqual({ refused: null, currency: 'EUR' });
    expect(body.errors).toMatchObject([{ path: ['refused'], extensions: { code: 'NOT_FOUND' } }]);
  });

  test('shows a bug only as INTERNAL with the request id, and logs it', async () => {
    const { body, headers } = await hub.ask('{ broken }');
    expect(JSON.stringify(body)).not.toContain('swordfish');
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL',
      requestId: headers.get('x-request-id'),
    });
    expect(hub.logged.join()).toContain(headers.get('x-request-id'));
  });
});

describe('in production', () => {
  let production: ToyGateway;
  beforeAll(async () => {
    production = await startToyGateway({ config: { production: true } });
  });
  afterAll(() => production.close());

  test.each([
    '{ __schema { description } }',
    'query { ...F } fragment F on Query { __type(name: "Book") { name } }',
  ])('the schema is not shown: %s', async (query) => {
    expect(codesOf((await production.ask(query)).body)).toEqual(['BAD_INPUT']);
  });

  test.each([
    ['a field', '{ curency }', {}, 'currency'],
    ['a variable', 'query ($s: Sorting) { sorted(by: $s) }', { s: 'TITEL' }, 'TITLE'],
  ])('a mistake in %s is not answered with names', async (_, query, variables, name) => {
    const { body } = await production.ask(query, { variables });
    expect(codesOf(body)).toEqual(['BAD_INPUT']);
    expect(JSON.stringify(body)).not.toContain(name);
    expect(JSON.stringify((await hub.ask(query, { variables })).body)).toContain(name);
  });
});
