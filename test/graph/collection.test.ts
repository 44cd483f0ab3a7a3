import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { collectionChangeModel } from '../../subgraphs/collection/collection-change.model.js';
import { testGraph } from '../support/graph.js';
import { ADD, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const CONTENT = 'rev badges(first: 100) { edges { node { id } } }';
const UPDATE = `mutation ($collection: ID!, $input: CollectionInput!, $rev: Int) {
  updateCollection(id: $collection, input: $input, expectedRev: $rev) { ${CONTENT} } }`;
const TAKE_OUT = `mutation ($collection: ID!, $badge: ID!, $rev: Int) {
  removeBadgeFromCollection(collection: $collection, badge: $badge, expectedRev: $rev) { ${CONTENT} } }`;
const MOVE = `mutation ($collection: ID!, $badge: ID!, $position: Int!, $rev: Int) {
  moveBadgeInCollection(collection: $collection, badge: $badge, position: $position,
    expectedRev: $rev) { ${CONTENT} } }`;
const DELETE = 'mutation ($collection: ID!) { deleteCollection(id: $collection) }';
const READ = `query ($id: ID!) { collection(id: $id) { name description visibility ${CONTENT} } }`;

interface Content {
  readonly rev: number;
  readonly badges: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

/** The rev and the badges that a mutation answered with. */
const contentOf = (data: Readonly<Record<string, Content>>) => {
  const [content] = Object.values(data);
  return { rev: content?.rev, badges: content?.badges.edges.map(({ node }) => node.id) };
};

const logOf = (collection: string) =>
  graph.parts.database.model(collectionChangeModel).find({ collection }).sort({ rev: 1 }).lean();

async function collectionWith(count: number) {
  const she = await story.earner();
  const badges = await story.badgesOf(she, count);
  const collection = await story.collectionOf(she, badges);
  const edit = async (mutation: string, variables: Readonly<Record<string, unknown>>) =>
    contentOf(await graph.data(she.as, mutation, { collection, ...variables }));
  const refusal = (mutation: string, variables: Readonly<Record<string, unknown>>) =>
    graph.refusal(she.as, mutation, { collection, ...variables });
  return { she, badges, collection, edit, refusal };
}

describe('editing a collection', () => {
  test('raises rev by one each time, with a row in the log', async () => {
    const { badges, collection, edit } = await collectionWith(2);
    const [a = '', b = ''] = badges;
    expect(await edit(MOVE, { badge: b, position: 0 })).toEqual({ rev: 3, badges: [b, a] });
    expect(await edit(UPDATE, { input: { name: 'Ours' } })).toEqual({ rev: 4, badges: [b, a] });
    expect(await edit(TAKE_OUT, { badge: b })).toEqual({ rev: 5, badges: [a] });
    expect(await logOf(collection)).toMatchObject([
      { rev: 1, kind: 'BADGE_ADDED', badge: a, position: 0 },
      { rev: 2, kind: 'BADGE_ADDED', badge: b, position: 1 },
      { rev: 3, kind: 'REORDERED', badge: b, position: 0, from: 1 },
      { rev: 4, kind: 'META' },
      { rev: 5, kind: 'BADGE_REMOVED', badge: b, position: 0 },
    ]);
  });

  test('that changes nothing raises nothing', async () => {
    const { badges, collection, edit } = await collectionWith(2);
    const [a = '', b = ''] = badges;
    const same = { rev: 2, badges: [a, b] };
    expect(await edit(ADD, { badge: a, position: 1 })).toEqual(same);
    expect(await edit(MOVE, { badge: b, position: 1 })).toEqual(same);
    expect(await edit(TAKE_OUT, { badge: 'bdg_not-in-it' })).toEqual(same);
    expect(await edit(UPDATE, { input: { name: ' Mine ', visibility: 'PUBLIC' } })).toEqual(same);
    expect(await edit(UPDATE, { input: {} })).toEqual(same);
    expect(await logOf(collection)).toHaveLength(2);
  });

  test('renames, describes and shares it, and takes the description away', async () => {
    const { she, collection, edit } = await collectionWith(0);
    const read = () => graph.data(she.as, READ, { id: collection });
    const input = { name: 'Ours', description: 'Made by hand.', visibility: 'UNLISTED' };
    await edit(UPDATE, { input });
    expect(await read()).toMatchObject({ collection: { ...input, rev: 1 } });
    await edit(UPDATE, { input: { description: null } });
    expect(await read()).toMatchObject({ collection: { ...input, description: null, rev: 2 } });
  });

  test('at a place puts the badge there', async () => {
    const { she, badges, edit } = await collectionWith(2);
    const [a = '', b = ''] = badges;
    const c = await story.badgeOf(she);
    expect(await edit(ADD, { badge: c, position: 1 })).toEqual({ rev: 3, badges: [a, c, b] });
    expect(await edit(MOVE, { badge: a, position: 2 })).toEqual({ rev: 4, badges: [c, b, a] });
  });

  test.each([
    ['add', -1],
    ['add', 3],
    ['move', -1],
    ['move', 2],
  ])('outside its places is BAD_INPUT: %s to %i', async (edit, position) => {
    const { she, badges, refusal } = await collectionWith(2);
    const badge = edit === 'move' ? badges[0] : await story.badgeOf(she);
    const mutation = edit === 'move' ? MOVE : ADD;
    expect(await refusal(mutation, { badge, position })).toBe('BAD_INPUT');
  });

  test.each([
    ['an empty name', { name: ' ' }, 'input.name'],
    ['a name too long', { name: 'x'.repeat(201) }, 'input.name'],
    ['a control character', { name: 'a\u0007b' }, 'input.name'],
    ['a description with NUL', { description: 'a\0b' }, 'input.description'],
    ['a description too long', { description: 'x'.repeat(10_001) }, 'input.description'],
  ])('with %s is BAD_INPUT and names the field', async (_, input, field) => {
    const { she, collection } = await collectionWith(0);
    const { errors } = await graph.run(she.as, UPDATE, { collection, input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field } }]);
  });

  test('moves only what is in it and adds only what is hers', async () => {
    const { refusal } = await collectionWith(1);
    const others = await story.badgeOf(await story.earner());
    expect(await refusal(MOVE, { badge: others, position: 0 })).toBe('NOT_FOUND');
    expect(await refusal(ADD, { badge: others })).toBe('NOT_FOUND');
    expect(await refusal(ADD, { badge: 'bdg_missing' })).toBe('NOT_FOUND');
  });

  test('is done once for each of thirty edits at the same moment', async () => {
    const { she, collection, badges, edit } = await collectionWith(3);
    await Promise.all(
      Array.from({ length: 30 }, (_, turn) =>
        edit(UPDATE, { input: { name: `Name ${String(turn)}` } }),
      ),
    );
    const log = await logOf(collection);
    expect(log.map(({ rev }) => rev)).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
    const { collection: last } = await graph.data<{ collection: Content }>(she.as, READ, {
      id: collection,
    });
    expect(contentOf({ last })).toEqual({ rev: 33, badges });
  });

  test('ends with its deletion; the badges stay in her backpack', async () => {
    const { she, badges, collection, refusal } = await collectionWith(1);
    expect(await graph.data(she.as, DELETE, { collection })).toEqual({
      deleteCollection: collection,
    });
    expect(await graph.data(she.as, READ, { id: collection })).toEqual({ collection: null });
    expect(await refusal(DELETE, {})).toBe('NOT_FOUND');
    expect(await refusal(UPDATE, { input: { name: 'Back' } })).toBe('NOT_FOUND');
    const mine = await graph.data(
      she.as,
      '{ me { badges { edges { node { id } } } collections { edges { node { id } } } } }',
    );
    expect(mine).toEqual({
      me: { badges: { edges: [{ node: { id: badges[0] } }] }, collections: { edges: [] } },
    });
  });
});

describe('the optimistic lock', () => {
  test('refuses an edit of what she edited since', async () => {
    const { badges, edit, refusal } = await collectionWith(2);
    const [badge] = badges;
    await edit(UPDATE, { input: { name: 'Ours' }, rev: 2 });
    expect(await refusal(UPDATE, { input: { name: 'Theirs' }, rev: 2 })).toBe('EDIT_CONFLICT');
    expect(await refusal(MOVE, { badge, position: 1, rev: 2 })).toBe('EDIT_CONFLICT');
    expect(await refusal(TAKE_OUT, { badge, rev: 2 })).toBe('EDIT_CONFLICT');
    expect(await refusal(ADD, { badge, rev: 2 })).toBe('EDIT_CONFLICT');
    expect(await refusal(UPDATE, { input: { name: 'Theirs' }, rev: 4 })).toBe('EDIT_CONFLICT');
    expect((await edit(UPDATE, { input: { name: 'Theirs' }, rev: 3 })).rev).toBe(4);
  });

  test('lets her edit after what only befell a badge', async () => {
    const { she, badges, edit } = await collectionWith(1);
    const [badge] = badges;
    const show = 'mutation ($id: ID!) { setBadgeVisibility(id: $id, visibility: PUBLIC) { id } }';
    await graph.data(she.as, show, { id: badge });
    expect((await edit(UPDATE, { input: { name: 'Ours' }, rev: 1 })).rev).toBe(3);
  });

  test('lets one of two win who edit the same rev at once', async () => {
    const { refusal } = await collectionWith(1);
    const edits = ['Ours', 'Theirs'].map((name) => refusal(UPDATE, { input: { name }, rev: 1 }));
    const codes = new Set(await Promise.all(edits));
    expect(codes).toEqual(new Set([undefined, 'EDIT_CONFLICT']));
  });
});

test.each([
  ['update', UPDATE, { input: { name: 'Theirs' } }],
  ['add to', ADD, {}],
  ['take out of', TAKE_OUT, {}],
  ['reorder', MOVE, { position: 0 }],
  ['delete', DELETE, {}],
])('nobody else can %s a collection: it answers like none', async (_, mutation, input) => {
  const { collection } = await collectionWith(1);
  const stranger = await story.earner();
  const badge = await story.badgeOf(stranger);
  const variables = { ...input, ...(mutation !== UPDATE && mutation !== DELETE && { badge }) };
  const others = await graph.run(stranger.as, mutation, { ...variables, collection });
  const missing = await graph.run(stranger.as, mutation, { ...variables, collection: 'col_none' });
  expect(others.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(JSON.stringify(others)).toBe(JSON.stringify(missing));
  const nobody = await graph.refusal(ANONYMOUS, mutation, { ...variables, collection });
  expect(nobody).toBe('UNAUTHENTICATED');
});
