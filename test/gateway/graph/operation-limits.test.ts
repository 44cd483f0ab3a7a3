import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createOperationCache } from '../../../gateway/graph/operation-cache.js';
import { ONCE } from '../../../gateway/graph/operation-limits.js';
import type { OperationLimits } from '../../../gateway/graph/operation-limits.js';

const schema = buildSchema(`
  type Query { node: Node  page(first: Int = 20): NodeConnection!  list: [Node!]!  text: String }
  type Node { id: ID!  next: Node  page(first: Int = 20): NodeConnection! }
  type NodeConnection { nodes: [Node!]! }
`);
const WIDE: OperationLimits = {
  depth: 12,
  aliases: 30,
  directives: 30,
  tokens: 4000,
  cost: 25_000,
};

const outcome = (
  text: string,
  limits: Partial<OperationLimits> = {},
  variables: Record<string, unknown> = {},
) => {
  const cache = createOperationCache(schema, { limits: { ...WIDE, ...limits }, production: false });
  const prepared = cache.prepare(text, undefined);
  const error =
    prepared.kind === 'refused' ? prepared.errors[0] : prepared.operation.checkCost(variables);
  return error?.extensions;
};

const bomb = (levels: number): string =>
  `{ node { ...F0 } } ${Array.from(
    { length: levels },
    (_, at) =>
      `fragment F${String(at)} on Node { ...F${String(at + 1)} a${String(at)}: next { ...F${String(at + 1)} } }`,
  ).join(' ')} fragment F${String(levels)} on Node { id }`;

describe('an operation is refused as TOO_COMPLEX', () => {
  test.each<[string, string, Partial<OperationLimits>, Record<string, unknown>]>([
    ['levels', '{ node { next { id } } }', { depth: 2 }, { limit: 'depth', most: 2, value: 3 }],
    [
      'levels in fragments',
      '{ node { ...F } } fragment F on Node { next { id } }',
      { depth: 2 },
      { limit: 'depth', most: 2, value: 3 },
    ],
    ['aliases', '{ a: text b: text }', { aliases: 1 }, { limit: 'aliases', most: 1, value: 2 }],
    [
      'aliases of __typename',
      '{ a: __typename b: __typename text }',
      { aliases: 1 },
      { limit: 'aliases', most: 1, value: 2 },
    ],
    [
      'directives on spreads',
      '{ ...F @skip(if: false) ...F @skip(if: false) } fragment F on Query { text }',
      { directives: 1 },
      { limit: 'directives', most: 1, value: 2 },
    ],
    ['words', '{ text text text }', { tokens: 4 }, { limit: 'tokens', most: 4 }],
    [
      'entries of a page',
      '{ page(first: 100) { nodes { id } } }',
      { cost: 200 },
      { limit: 'cost', most: 200, value: 201 },
    ],
    [
      'entries of pages in pages',
      '{ page { nodes { page { nodes { id } } } } }',
      { cost: 800 },
      { limit: 'cost', most: 800, value: 841 },
    ],
    ['entries of a list', '{ list { id } }', { cost: 10 }, { limit: 'cost', most: 10, value: 11 }],
  ])('for its %s', (_, text, limits, extensions) => {
    expect(outcome(text, limits)).toEqual({ code: 'TOO_COMPLEX', ...extensions });
  });

  test('for a fragment bomb, in no time', () => {
    expect(outcome(bomb(25), { depth: 100, aliases: 1e9 })).toMatchObject({ limit: 'cost' });
  });

  test('for a page size in a variable, and not for a smaller one', () => {
    const text = 'query ($n: Int) { page(first: $n) { nodes { id } } }';
    expect(outcome(text, { cost: 200 }, { n: 100 })).toMatchObject({ code: 'TOO_COMPLEX' });
    expect(outcome(text, { cost: 200 }, { n: 5 })).toBeUndefined();
  });
});

describe('what may be asked for once in an operation', () => {
  const verifying = buildSchema('type Query { verify(source: String): String  text: String }');
  const prepared = (text: string, once: readonly string[]) =>
    createOperationCache(verifying, { limits: WIDE, production: false, once }).prepare(text, 'Q');

  test.each([
    ['under two names', 'query Q { verify(source: "a") b: verify(source: "b") }'],
    [
      'through a fragment',
      'query Q { ...F b: verify } fragment F on Query { a: verify(source: "a") }',
    ],
    [
      'behind conditions that a variable decides',
      'query Q($v: Boolean!) { a: verify @skip(if: $v) b: verify @include(if: $v) }',
    ],
    ['in inline fragments', 'query Q { ... { a: verify } ... on Query { b: verify text } }'],
  ])('is TOO_COMPLEX twice %s', (_, text) => {
    const refused = prepared(text, ONCE);
    const errors = refused.kind === 'refused' ? refused.errors : [];
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'TOO_COMPLEX', limit: 'verify', most: 1, value: 2 },
    ]);
    expect(prepared(text, []).kind).toBe('operation');
  });

  test.each([
    ['once', 'query Q { verify(source: "a") text }'],
    ['as one and the same field', 'query Q { verify ...F } fragment F on Query { verify }'],
    ['once in each of two operations', 'query Q { verify } query R { verify }'],
  ])('runs when it is there %s', (_, text) => {
    expect(prepared(text, ONCE).kind).toBe('operation');
  });
});

test.each([
  ['fragments in a circle', '{ node { ...F } } fragment F on Node { next { ...F } }'],
  ['an unknown field', '{ txt }'],
  ['an unknown fragment', '{ ...F }'],
  ['something unreadable', '{ text'],
  ['two operations without a name', 'query A { text } query B { text }'],
  ['the schema and data at once', '{ text __schema { description } }'],
])('an operation with %s is refused, but not for its size', (_, text) => {
  expect(outcome(text)).not.toMatchObject({ code: 'TOO_COMPLEX' });
  expect(outcome(text)).toBeDefined();
});

test('the same text gives the same document, so that its plan is found again', () => {
  const cache = createOperationCache(schema, { limits: WIDE, production: false });
  const first = cache.prepare('{ text }', undefined);
  expect(cache.prepare('{ text }', undefined)).toBe(first);
});

test('the usual question for the whole schema passes', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  expect(outcome(getIntrospectionQuery())).toBeUndefined();
});
