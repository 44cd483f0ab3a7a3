import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { collectionChangeModel } from '../../subgraphs/collection/collection-change.model.js';
import { testGraph } from '../support/graph.js';
import { ITEM } from './change-reader.js';
import type { Item } from './change-reader.js';
import { ADD, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const SNAPSHOT = `query ($collection: ID!, $first: Int! = 2, $after: String) {
  collectionSnapshot(collection: $collection) { cursor collection { rev }
    badges(first: $first, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }`;
const SINCE = `query ($collection: ID!, $after: Cursor!, $first: Int! = 100) {
  collectionChangesSince(collection: $collection, after: $after, first: $first) {
    items { ${ITEM} } cursor hasMore } }`;
const MOVE = `mutation ($collection: ID!, $badge: ID!, $position: Int!) {
  moveBadgeInCollection(collection: $collection, badge: $badge, position: $position) { rev } }`;
const TAKE_OUT = `mutation ($collection: ID!, $badge: ID!) {
  removeBadgeFromCollection(collection: $collection, badge: $badge) { rev } }`;
const UPDATE = `mutation ($collection: ID!, $input: CollectionInput!) {
  updateCollection(id: $collection, input: $input) { rev } }`;

interface Snapshot {
  readonly cursor: string;
  readonly collection: { readonly rev: number };
  readonly badges: {
    readonly edges: readonly { readonly node: { readonly id: string } | null }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

interface ChangePage {
  readonly items: readonly Item[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

async function snapshot(collection: string, after?: string): Promise<Snapshot> {
  const answer = await graph.data<{ collectionSnapshot: Snapshot }>(ANONYMOUS, SNAPSHOT, {
    collection,
    after,
  });
  return answer.collectionSnapshot;
}

async function since(
  collection: string,
  after: string,
  { first, as = ANONYMOUS }: { first?: number; as?: Principal } = {},
): Promise<ChangePage> {
  const variables = { collection, after, ...(first !== undefined && { first }) };
  const answer = await graph.data<{ collectionChangesSince: ChangePage }>(as, SINCE, variables);
  return answer.collectionChangesSince;
}

async function newCollection(count: number) {
  const she = await story.earner();
  const badges = await story.badgesOf(she, count);
  const collection = await story.collectionOf(she, badges);
  const edit = (mutation: string, variables: Readonly<Record<string, unknown>>) =>
    graph.data(she.as, mutation, { collection, ...variables });
  return { she, badges, collection, edit };
}

describe('a snapshot', () => {
  test('has all its pages as of the first one, whatever is edited meanwhile', async () => {
    const { she, badges, collection, edit } = await newCollection(5);
    const [a = '', b = '', c = '', d = '', e = ''] = badges;
    const late = await story.badgeOf(she);
    const first = await snapshot(collection);
    await edit(ADD, { badge: late, position: 0 });
    await edit(MOVE, { badge: e, position: 0 });
    const second = await snapshot(collection, first.badges.pageInfo.endCursor);
    await edit(MOVE, { badge: a, position: 4 });
    await edit(TAKE_OUT, { badge: b });
    const third = await snapshot(collection, second.badges.pageInfo.endCursor);
    const pages = [first, second, third].map((page) =>
      page.badges.edges.map(({ node }) => node?.id ?? null),
    );
    expect(pages).toEqual([[a, b], [c, d], [e]]);
    expect(third.badges.pageInfo.hasNextPage).toBe(false);
    const { items } = await since(collection, first.cursor);
    expect(items.map(({ kind }) => kind)).toEqual([
      'BADGE_ADDED',
      'REORDERED',
      'REORDERED',
      'BADGE_REMOVED',
    ]);
  });

  test('does not show what was taken out since its first page', async () => {
    const { badges, collection, edit } = await newCollection(3);
    const first = await snapshot(collection);
    await edit(TAKE_OUT, { badge: badges[2] });
    const second = await snapshot(collection, first.badges.pageInfo.endCursor);
    expect(second.badges.edges).toMatchObject([{ node: null }]);
  });

  test('ends when the collection was private meanwhile or its log was pruned', async () => {
    const { collection, edit } = await newCollection(3);
    const page = async () => (await snapshot(collection)).badges.pageInfo.endCursor;
    const pruned = await page();
    await edit(UPDATE, { input: { name: 'Ours' } });
    const log = graph.parts.database.model(collectionChangeModel);
    await log.deleteMany({ collection });
    const closed = await page();
    await edit(UPDATE, { input: { visibility: 'PRIVATE' } });
    await edit(UPDATE, { input: { visibility: 'PUBLIC' } });
    for (const after of [pruned, closed]) {
      expect(await graph.refusal(ANONYMOUS, SNAPSHOT, { collection, after })).toBe('BAD_CURSOR');
    }
  });

  test('of what may not be seen answers like one of nothing', async () => {
    const she = await story.earner();
    const collection = await story.collectionOf(she, [], 'PRIVATE');
    const hidden = await graph.run(ANONYMOUS, SNAPSHOT, { collection });
    expect(hidden.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const missing = await graph.run(ANONYMOUS, SNAPSHOT, { collection: 'col_missing' });
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(missing));
  });
});

describe('the changes since a cursor', () => {
  test('come in pages and end where the log does', async () => {
    const { collection, edit } = await newCollection(0);
    const { cursor } = await snapshot(collection);
    for (const name of ['One', 'Two', 'Three']) await edit(UPDATE, { input: { name } });
    const page = await since(collection, cursor, { first: 2 });
    expect(page).toMatchObject({ hasMore: true, items: [{ rev: 1 }, { rev: 2 }] });
    const last = await since(collection, page.cursor, { first: 2 });
    expect(last).toMatchObject({ hasMore: false, items: [{ rev: 3 }] });
    expect(await since(collection, last.cursor)).toEqual({
      items: [],
      cursor: last.cursor,
      hasMore: false,
    });
  });

  test('say that a snapshot is required, or that it is over, as the stream does', async () => {
    const { collection, edit } = await newCollection(0);
    const { cursor } = await snapshot(collection);
    await edit(UPDATE, { input: { name: 'Public' } });
    await edit(UPDATE, { input: { visibility: 'PRIVATE' } });
    const ended = await since(collection, cursor);
    expect(ended.items).toMatchObject([{ rev: 1 }, { ended: 'NOT_SHARED' }]);
    await edit(UPDATE, { input: { visibility: 'UNLISTED' } });
    const changed = await since(collection, cursor);
    expect(changed).toMatchObject({ items: [{ why: 'EPOCH_CHANGED' }], hasMore: false });
    expect(await since(collection, changed.cursor)).toMatchObject({ items: [] });
  });

  test.each([
    ['no entries', { first: 0 }, 'BAD_INPUT'],
    ['too many entries', { first: 101 }, 'BAD_INPUT'],
    ['a cursor of nobody', { after: 'bm90IGEgY3Vyc29y' }, 'BAD_CURSOR'],
    ['an empty cursor', { after: '' }, 'BAD_INPUT'],
  ])('are refused with %s', async (_, wrong, code) => {
    const { collection } = await newCollection(0);
    const { cursor } = await snapshot(collection);
    const variables = { collection, after: cursor, ...wrong };
    const { errors } = await graph
      .run(ANONYMOUS, SINCE, variables)
      .catch((error: unknown) => ({ errors: [error] }));
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });
});
