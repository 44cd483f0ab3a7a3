import { describe, expect, test } from '@jest/globals';
import { checkPageSize, toConnection } from '../../src/graphql/index.js';

const edges = { cursor: (row: string) => `at ${row}`, node: (row: string) => row.toUpperCase() };

describe('a page', () => {
  test('shows as many rows as were asked for and says that there is more', () => {
    expect(toConnection(['a', 'b', 'c'], { first: 2 }, edges)).toEqual({
      edges: [
        { cursor: 'at a', node: 'A' },
        { cursor: 'at b', node: 'B' },
      ],
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: 'at a',
        endCursor: 'at b',
      },
    });
  });

  test('behind a cursor is the last one when no row is left over', () => {
    const { pageInfo } = toConnection(['a', 'b'], { first: 2, after: 'at z' }, edges);
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('without rows has no cursors', () => {
    expect(toConnection<string, string>([], { first: 2 }, edges)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('keeps a row that cannot be shown as null', () => {
    const page = toConnection(['a', 'b'], { first: 2 }, { ...edges, node: () => null });
    expect(page.edges.map(({ node }) => node)).toEqual([null, null]);
  });

  test('signs no cursor that nobody reads', () => {
    let signed = 0;
    const cursor = () => String((signed += 1));
    const page = toConnection(['a', 'b'], { first: 2 }, { ...edges, cursor });
    expect(page.edges.map(({ node }) => node)).toEqual(['A', 'B']);
    expect(signed).toBe(0);
  });
});

test.each([1, 50, 100])('a page of %i entries is within the limit', (first) => {
  expect(checkPageSize(first, 100)).toBe(first);
});

test.each([0, -1, 101, Number.NaN, Infinity])('a page of %d entries is BAD_INPUT', (first) => {
  const refused = { code: 'BAD_INPUT', details: { field: 'first' } };
  expect(() => checkPageSize(first, 100)).toThrow(expect.objectContaining(refused));
});
