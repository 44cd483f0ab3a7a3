import { beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { streamRefusal } from './change-reader.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

type Variables = Readonly<Record<string, unknown>>;

/** Runs an operation; variables the gateway refuses are answered as it answers them. */
async function answer(as: Principal, query: string, variables: Variables) {
  try {
    return await graph.run(as, query, variables);
  } catch (error) {
    const errors = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    if (!errors.every((one) => one instanceof GraphQLError)) throw error;
    return { errors } as ExecutionResult;
  }
}

const BAD_IDS: readonly (readonly [string, unknown])[] = [
  ['empty', ''],
  ['of 10 kB', 'x'.repeat(10_000)],
  ['with an operator in it', '{"$ne":null}'],
  ['with NUL', 'bdg_\0'],
  ['with half a character', '\ud800'],
  ['that is a number', 42],
  ['of the prototype', '__proto__'],
];

const READ = [
  'query ($id: ID!) { thing: badge(id: $id) { id verification { verdict } } }',
  'query ($id: ID!) { thing: offer(id: $id) { id } }',
  'query ($id: ID!) { thing: issuer(id: $id) { id } }',
  'query ($id: ID!) { thing: collection(id: $id) { id owner { id } } }',
  'query ($id: ID!) { thing: earner(id: $id) { id displayName badges { edges { cursor } } } }',
] as const;

const CHANGE = [
  'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
  'mutation ($id: ID!) { declineOffer(id: $id) { id } }',
  'mutation ($id: ID!) { removeBadge(id: $id) }',
  'mutation ($id: ID!) { setBadgeVisibility(id: $id, visibility: PUBLIC) { id } }',
  'mutation ($id: ID!) { reverifyBadge(id: $id) { verdict } }',
  'mutation ($id: ID!) { updateCollection(id: $id, input: { name: "x" }) { id } }',
  'mutation ($id: ID!) { addBadgeToCollection(collection: $id, badge: $id) { id } }',
  'mutation ($id: ID!) { removeBadgeFromCollection(collection: $id, badge: $id) { id } }',
  'mutation ($id: ID!) { moveBadgeInCollection(collection: $id, badge: $id, position: 0) { id } }',
  'mutation ($id: ID!) { deleteCollection(id: $id) }',
  'query ($id: ID!) { collectionSnapshot(collection: $id) { cursor } }',
] as const;

const HERS = [
  'mutation ($mine: ID!, $id: ID!) { addBadgeToCollection(collection: $mine, badge: $id) { id } }',
  `mutation ($mine: ID!, $id: ID!) {
     moveBadgeInCollection(collection: $mine, badge: $id, position: 0) { id } }`,
] as const;

describe.each(BAD_IDS)('an id %s', (_, id) => {
  let she: Principal = ANONYMOUS;
  beforeAll(async () => {
    she = (await story.earner()).as;
  });

  test.each(READ)('finds nothing: %s', async (query) => {
    expect(await answer(she, query, { id })).toEqual({ data: { thing: null } });
  });

  test.each(CHANGE)('is NOT_FOUND: %s', async (query) => {
    const { errors } = await answer(she, query, { id });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test.each(HERS)('is NOT_FOUND in what is hers: %s', async (query) => {
    const mine = await story.collectionOf({ as: she as never, email: '' });
    const { errors } = await answer(she, query, { id, mine });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('is NOT_FOUND for a stream', async () => {
    const errors = await streamRefusal(graph, ANONYMOUS, String(id));
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe.each<[string, unknown]>([
  ['an object', { $ne: null }],
  ['a list', ['bdg_1', 'bdg_2']],
  ['true', true],
  ['null', null],
])('an id that is %s', (_, id) => {
  test.each([...READ, ...CHANGE])('runs nothing: %s', async (query) => {
    const { data, errors } = await answer(ANONYMOUS, query, { id });
    expect(data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions['code']).not.toBe('INTERNAL');
    expect(errors?.[0]?.message).toMatch(/\$id/);
  });
});

const PUSH = 'mutation ($input: PushBadgeInput!) { pushBadge(input: $input) { state } }';
const SIGN_IN = 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
const SINCE = `query ($after: Cursor!) {
  collectionChangesSince(collection: "col_1", after: $after) { hasMore } }`;

describe('a value of the wrong kind', () => {
  test.each<[string, string, Variables]>([
    ...['', 'no-at', 'a@b@c', 'a b@c.example', `${'x'.repeat(250)}@c.example`, 42, { $ne: '' }].map(
      (email): [string, string, Variables] => ['EmailAddress', SIGN_IN, { email }],
    ),
    ...[
      '',
      'nowhere',
      'file:///etc/passwd',
      'data:,x',
      'javascript:0',
      42,
      ['https://a.example'],
    ].map((assertionUrl): [string, string, Variables] => [
      'URL',
      PUSH,
      { input: { source: { assertionUrl } } },
    ]),
    ...['!', 'YQ', 'YQ=', 'Y Q==', '-_-_', 42, {}].map((image): [string, string, Variables] => [
      'Base64',
      PUSH,
      { input: { source: { image } } },
    ]),
    ...['', 'x'.repeat(1_025), 42, {}].map((after): [string, string, Variables] => [
      'Cursor',
      SINCE,
      { after },
    ]),
  ])('is refused as no %s: %s %j', async (scalar, query, variables) => {
    const { data, errors } = await answer(ANONYMOUS, query, variables);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    expect(errors?.[0]?.message).toContain(scalar);
  });

  test.each<[string, string]>([
    ['EmailAddress', 'mutation { requestSignIn(email: 42) { accepted } }'],
    ['URL', 'mutation { pushBadge(input: { source: { assertionUrl: "file:///x" } }) { state } }'],
    ['Base64', 'mutation { pushBadge(input: { source: { image: "!" } }) { state } }'],
    ['JSON', 'mutation { pushBadge(input: { source: { credential: ENUM } }) { state } }'],
  ])('is refused as no %s, written in the operation: %s', async (scalar, query) => {
    const { data, errors } = await answer(ANONYMOUS, query, {});
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT' });
    expect(errors?.[0]?.message).toContain(scalar);
  });

  test('is refused as no Cursor by a stream', async () => {
    const query =
      'subscription { collectionChanges(collection: "col_1", after: "") { __typename } }';
    expect(await graph.stream(ANONYMOUS, query)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_INPUT' }, message: expect.stringContaining('Cursor') }],
    });
  });

  test.each<[string, unknown]>([
    ['__proto__', JSON.parse('{"__proto__": {"type": "Assertion"}, "type": ["Assertion"]}')],
    ['a number', 42],
    ['false', false],
    ['a list', []],
    ['a text', 'no badge'],
    ['deep', JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`)],
  ])('is no badge when it is JSON of %s', async (_, credential) => {
    const { pushBadge } = await graph.data<{ pushBadge: { state: string } }>(ANONYMOUS, PUSH, {
      input: { source: { credential } },
    });
    expect(pushBadge.state).toBe('REFUSED');
  });
});
