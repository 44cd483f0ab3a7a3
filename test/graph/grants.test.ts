import { beforeAll, describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { collectionGrants } from '../../subgraphs/collection/index.js';
import { testGraph } from '../support/graph.js';
import { nextItem, rest } from './change-reader.js';
import {
  CHANGES,
  COLLECTION,
  GRANT,
  MINE,
  REVOKE,
  changesFor,
  client,
  displayer,
  grantedCollection,
  other,
  registerDisplayers,
} from './granted-collection.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

beforeAll(() => registerDisplayers(graph));

const granted = () => grantedCollection(graph, story);

describe('a granted collection', () => {
  test('is seen by its displayer with its badges, and nothing else of hers', async () => {
    const { badge, id } = await granted();
    expect(await graph.data(displayer, COLLECTION, { id })).toEqual({
      collection: {
        id,
        grants: null,
        owner: { emails: null },
        badges: { edges: [{ node: { id: badge, visibility: 'PRIVATE' } }] },
      },
    });
  });

  test.each([
    ['another displayer', other],
    ['nobody', ANONYMOUS],
    ['the displayer without the scope', client('cli_displayer', ['badges:push'])],
  ])('is not seen by %s', async (_, who) => {
    const { badge, id } = await granted();
    expect(await graph.data(who, COLLECTION, { id })).toEqual({ collection: null });
    const BADGE = 'query ($id: ID!) { badge(id: $id) { id } }';
    expect(await graph.data(who, BADGE, { id: badge })).toEqual({ badge: null });
  });

  test('shows its displayer neither other badges nor other collections', async () => {
    const { she } = await granted();
    const [hidden, shared] = [await story.badgeOf(she), await story.badgeOf(she)];
    const ungranted = await story.collectionOf(she, [shared], 'PRIVATE');
    const query =
      'query ($b: ID!, $s: ID!, $c: ID!) { b: badge(id: $b) { id } s: badge(id: $s) { id } collection(id: $c) { id } }';
    expect(await graph.data(displayer, query, { b: hidden, s: shared, c: ungranted })).toEqual({
      b: null,
      s: null,
      collection: null,
    });
  });

  test('is in the list of its displayer until it is revoked', async () => {
    const { she, id, grant } = await granted();
    const listed = async () => JSON.stringify(await graph.data(displayer, MINE));
    expect(await listed()).toContain(id);
    await graph.data(she.as, REVOKE, { id: grant });
    expect(await listed()).not.toContain(id);
    expect(await graph.refusal(ANONYMOUS, MINE)).toBe('UNAUTHENTICATED');
    expect(await graph.refusal(she.as, MINE)).toBe('FORBIDDEN');
  });

  test('is granted once, also by ten clicks at once', async () => {
    const she = await story.earner();
    const collection = await story.collectionOf(she, [], 'PRIVATE');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        graph.data<{ grantCollection: { id: string } }>(she.as, GRANT, {
          collection,
          displayer: 'cli_displayer',
        }),
      ),
    );
    expect(new Set(answers.map(({ grantCollection }) => grantCollection.id)).size).toBe(1);
  });

  test('is granted and revoked by its owner alone, and to registered clients alone', async () => {
    const { she, id, grant } = await granted();
    const stranger = await story.earner();
    const to = { collection: id, displayer: 'cli_other' };
    expect(await graph.refusal(stranger.as, GRANT, to)).toBe('NOT_FOUND');
    expect(await graph.refusal(displayer, GRANT, to)).toBe('FORBIDDEN');
    expect(await graph.refusal(stranger.as, REVOKE, { id: grant })).toBe('NOT_FOUND');
    expect(await graph.refusal(displayer, REVOKE, { id: grant })).toBe('FORBIDDEN');
    expect(await graph.refusal(she.as, GRANT, { ...to, displayer: 'cli_nobody' })).toBe(
      'NOT_FOUND',
    );
  });
});

describe('a revoked grant', () => {
  test('ends the stream with REVOKED, and no later change reaches the displayer', async () => {
    const { she, id, grant, badge } = await granted();
    const stream = await graph.stream(displayer, CHANGES, { id });
    const first = await nextItem(stream);
    const { cursor } = first as { cursor: string };
    await graph.data(she.as, REVOKE, { id: grant });
    const REMOVE =
      'mutation ($c: ID!, $b: ID!) { removeBadgeFromCollection(collection: $c, badge: $b) { rev } }';
    await graph.data(she.as, REMOVE, { c: id, b: badge });
    const items = await rest(stream);
    expect(items.at(-1)).toEqual({ __typename: 'AccessEnded', reason: 'REVOKED' });
    expect(items.filter((item) => item['kind'] !== undefined && item['kind'] !== 'META')).toEqual(
      [],
    );

    const told = await changesFor(graph, displayer, id, cursor);
    expect(told.at(-1)).toEqual({ __typename: 'AccessEnded', reason: 'REVOKED' });
    expect(JSON.stringify(told)).not.toContain(badge);
  });

  test.each([
    ['nobody', ANONYMOUS],
    ['another displayer', other],
  ])('tells %s nothing, not even with the cursor of somebody who could see it', async (_, who) => {
    const { she, id, badge } = await granted();
    const stream = await graph.stream(displayer, CHANGES, { id });
    const { cursor } = (await nextItem(stream)) as { cursor: string };
    await graph.data(
      she.as,
      'mutation ($c: ID!, $b: ID!) { removeBadgeFromCollection(collection: $c, badge: $b) { rev } }',
      { c: id, b: badge },
    );
    expect(await changesFor(graph, who, id, cursor)).toEqual([
      { __typename: 'AccessEnded', reason: 'NOT_SHARED' },
    ]);
  });

  test('may be granted anew', async () => {
    const { she, id, grant } = await granted();
    await graph.data(she.as, REVOKE, { id: grant });
    expect(await graph.data(displayer, COLLECTION, { id })).toEqual({ collection: null });
    await graph.data(she.as, GRANT, { collection: id, displayer: 'cli_displayer' });
    expect(await graph.data(displayer, COLLECTION, { id })).toMatchObject({ collection: { id } });
  });

  test('is one of all that end when she disconnects the displayer', async () => {
    const { she, id } = await granted();
    const bystander = await granted();
    await graph.parts.database.transaction((session) =>
      collectionGrants(graph.parts).endAll(she.as.earner, 'cli_displayer', session),
    );
    expect(await graph.data(displayer, COLLECTION, { id })).toEqual({ collection: null });
    expect(await graph.data(displayer, COLLECTION, { id: bystander.id })).toMatchObject({
      collection: { id: bystander.id },
    });
  });
});

test('a deleted collection ends the stream of its displayer with DELETED', async () => {
  const { she, id } = await granted();
  const stream = await graph.stream(displayer, CHANGES, { id });
  await nextItem(stream);
  await graph.data(she.as, 'mutation ($id: ID!) { deleteCollection(id: $id) }', { id });
  expect(await rest(stream)).toEqual([{ __typename: 'AccessEnded', reason: 'DELETED' }]);
});
