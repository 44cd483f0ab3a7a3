import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { completeNulls } from '../../../gateway/graph/complete-nulls.js';

const schema = buildSchema(`
  type Query { maybe: Node  sure: Node!  all: [Node!]!  some: [Node]  rows: [[Node!]]  any: Any  text: String! }
  union Any = Node | Leaf
  type Node { id: ID!  next: Node  must: Node! }
  type Leaf { name: String! }
`);

test.each<[string, string, Record<string, unknown>, unknown]>([
  ['stays where it may', '{ maybe { id } }', { maybe: null }, { maybe: null }],
  ['moves to its object', '{ maybe { id } }', { maybe: { id: null } }, { maybe: null }],
  [
    'moves through objects',
    '{ maybe { must { id } } }',
    { maybe: { must: { id: null } } },
    { maybe: null },
  ],
  ['moves to the root', '{ sure { id } }', { sure: { id: null } }, null],
  ['ends a list of what must be', '{ all { id } }', { all: [{ id: '1' }, null] }, null],
  [
    'stays in a list of what may be',
    '{ some { id } }',
    { some: [{ id: null }, { id: '2' }] },
    { some: [null, { id: '2' }] },
  ],
  [
    'ends one row',
    '{ rows { id } }',
    { rows: [[{ id: '1' }], [null]] },
    { rows: [[{ id: '1' }], null] },
  ],
  ['is found under an alias', '{ a: maybe { b: id } }', { a: { b: null } }, { a: null }],
  [
    'is found in fragments',
    '{ maybe { ...F } } fragment F on Node { ... { id } }',
    { maybe: { id: null } },
    { maybe: null },
  ],
  [
    'is found behind a union',
    '{ any { ... on Node { id } ... on Leaf { name } } }',
    { any: { name: null } },
    { any: null },
  ],
  [
    'is not seen in what was skipped',
    '{ maybe { id @skip(if: true) } }',
    { maybe: {} },
    { maybe: {} },
  ],
])('a null %s', (_, query, data, completed) => {
  expect(completeNulls(schema, parse(query), data)).toEqual(completed);
});
