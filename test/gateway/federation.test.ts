import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startFederation } from './toy-federation.js';
import type { Federation, FederatedSubgraph, Question } from './toy-federation.js';

interface Case extends Question {
  readonly title: string;
  readonly data: unknown;
  readonly fails?: true;
}

const BOOKS = [
  { id: '1', title: 'One', tags: ['a', 'b'], form: 'PAPER' },
  { id: '2', title: 'Two', tags: [], form: 'SECRET' },
];

const subgraphs: Readonly<Record<string, FederatedSubgraph>> = {
  catalog: {
    sdl: `type Query { books: [Book!]! book: Book! lost: Book  ok: Int  forms: [Form!] }
      type Book @key(fields: "id") { id: ID! title: String tags: [String!]! form: Form }
      enum Form { PAPER SECRET @inaccessible }`,
    resolvers: {
      Query: {
        books: () => BOOKS,
        book: () => BOOKS[0],
        lost: () => ({ id: 'none' }),
        ok: () => 1,
        forms: () => ['PAPER', 'SECRET'],
      },
    },
  },
  stock: {
    sdl: `type Book @key(fields: "id") { id: ID! left: Int! title: String @external
      shout: String @requires(fields: "title") }`,
    resolvers: {
      Book: {
        __resolveReference: (ref: { id: string }) => (ref.id === 'none' ? null : ref),
        left: ({ id }: { id: string }) => Number(id) * 10,
        shout: ({ title }: { title: string }) => `${title}!`,
      },
    },
  },
  away: {
    down: true,
    sdl: `type Query { gone: Int  goneToo: Int! }
      type Book @key(fields: "id") { id: ID! soft: Int  hard: Int! }`,
  },
};

const cases: readonly Case[] = [
  {
    title: 'one list asked for several times is one list',
    query: `{ books { id } books { left } ... { books { tags tags } } ...F }
      fragment F on Query { books { shout } }`,
    data: {
      books: [
        { id: '1', left: 10, tags: ['a', 'b'], shout: 'One!' },
        { id: '2', left: 20, tags: [], shout: 'Two!' },
      ],
    },
  },
  {
    title: 'one list asked for under different conditions is one list',
    query: 'query ($yes: Boolean!) { books { id } books @include(if: $yes) { shout } }',
    variables: { yes: true },
    data: {
      books: [
        { id: '1', shout: 'One!' },
        { id: '2', shout: 'Two!' },
      ],
    },
  },
  {
    title: 'nothing is left when all is skipped',
    query: 'query ($yes: Boolean = true) { ok @skip(if: $yes) }',
    data: {},
  },
  {
    title: 'an entity that one subgraph does not know is null',
    query: '{ lost { id left } }',
    data: { lost: null },
  },
  {
    title: 'a null for what is inaccessible moves up',
    query: '{ ok forms books { form } }',
    data: { ok: 1, forms: null, books: [{ form: 'PAPER' }, { form: null }] },
  },
  {
    title: 'a field of a subgraph that is down is null',
    query: '{ ok book { id soft } }',
    data: { ok: 1, book: { id: '1', soft: null } },
    fails: true,
  },
  {
    title: 'a null for a subgraph that is down moves to the root',
    query: '{ ok book { id hard } }',
    data: null,
    fails: true,
  },
  {
    title: 'a root field of a subgraph that is down is null',
    query: '{ gone __typename }',
    data: { gone: null, __typename: 'Query' },
    fails: true,
  },
  {
    title: 'a root field that must be is not there',
    query: '{ goneToo }',
    data: null,
    fails: true,
  },
  {
    title: 'a missing variable is refused',
    query: 'query ($a: Boolean!) { ok @skip(if: $a) }',
    data: undefined,
    fails: true,
  },
];

describe('a federation of foreign subgraphs', () => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(subgraphs);
  });
  afterAll(() => federation.close());

  test.each(cases)('$title', async ({ title: _, data, fails = false, ...question }) => {
    const answer = await federation.ask(question);
    expect({ data: answer.data, fails: answer.errors !== undefined }).toEqual({ data, fails });
  });
});
