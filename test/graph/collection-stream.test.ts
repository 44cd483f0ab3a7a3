import { afterEach, describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { collectionChangeModel } from '../../subgraphs/collection/collection-change.model.js';
import { collectionModel } from '../../subgraphs/collection/collection.model.js';
import { testGraph } from '../support/graph.js';
import { streamRefusal, subscribe } from './change-reader.js';
import type { ChangeReader } from './change-reader.js';
import { ADD, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const UPDATE = `mutation ($collection: ID!, $input: CollectionInput!) {
  updateCollection(id: $collection, input: $input) { rev } }`;
const DELETE = 'mutation ($collection: ID!) { deleteCollection(id: $collection) }';
const REMOVE = 'mutation ($badge: ID!) { removeBadge(id: $badge) }';

const readers: ChangeReader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

async function read(collection: string, after?: string, as: Principal = ANONYMOUS) {
  const reader = await subscribe(graph, as, collection, after);
  readers.push(reader);
  return reader;
}

async function newCollection(badges = 0, visibility = 'PUBLIC') {
  const she = await story.earner();
  const collection = await story.collectionOf(she, await story.badgesOf(she, badges), visibility);
  const update = (input: Readonly<Record<string, unknown>>) =>
    graph.data(she.as, UPDATE, { collection, input });
  return { she, collection, update };
}

/** A place in the log as it stands now. */
async function cursorOf(collection: string, as: Principal = ANONYMOUS): Promise<string> {
  const { collectionSnapshot } = await graph.data<{ collectionSnapshot: { cursor: string } }>(
    as,
    'query ($collection: ID!) { collectionSnapshot(collection: $collection) { cursor } }',
    { collection },
  );
  return collectionSnapshot.cursor;
}

describe('the stream of a collection', () => {
  test('asks for a snapshot first, then tells every change as it happens', async () => {
    const { she, collection, update } = await newCollection();
    const badge = await story.badgeOf(she);
    const reader = await read(collection);
    expect(await reader.take(1)).toMatchObject([
      { __typename: 'SnapshotRequired', why: 'FIRST_TIME' },
    ]);
    await graph.data(she.as, ADD, { collection, badge });
    expect(await reader.take(1)).toMatchObject([
      { rev: 1, kind: 'BADGE_ADDED', badgeId: badge, badge: { id: badge } },
    ]);
    await update({ name: 'Ours' });
    await graph.data(she.as, REMOVE, { badge });
    expect(await reader.take(2)).toMatchObject([
      { rev: 2, kind: 'META', badgeId: null, badge: null },
      { rev: 3, kind: 'BADGE_REMOVED', badgeId: badge, badge: null },
    ]);
  });

  test('goes on behind the last cursor with what happened meanwhile', async () => {
    const { collection, update } = await newCollection();
    const reader = await read(collection);
    await reader.take(1);
    await update({ name: 'One' });
    const [first] = await reader.take(1);
    await reader.close();
    await update({ name: 'Two' });
    await update({ name: 'Three' });
    const again = await read(collection, first?.cursor);
    expect(await again.take(2)).toMatchObject([{ rev: 2 }, { rev: 3 }]);
    await update({ name: 'Four' });
    expect(await again.take(1)).toMatchObject([{ rev: 4 }]);
  });

  test('loses nothing between a snapshot and the subscription', async () => {
    const { collection, update } = await newCollection();
    const cursor = await cursorOf(collection);
    await update({ name: 'In between' });
    expect(await (await read(collection, cursor)).take(1)).toMatchObject([{ rev: 1 }]);
  });

  test('looks for itself after ten seconds though no bell rang', async () => {
    const { collection } = await newCollection();
    const reader = await read(collection, await cursorOf(collection));
    const waiting = reader.take(1);
    await cursorOf(collection);
    // A change of the head alone rings no bell, as if the change stream were down.
    await graph.parts.database
      .model(collectionModel)
      .updateOne({ _id: collection }, { $set: { deletedAt: graph.clock.now() } });
    let told = false;
    void waiting.then(() => {
      told = true;
    });
    while (!told) {
      graph.clock.pass(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await waiting).toMatchObject([{ ended: 'DELETED' }]);
  });

  test.each([
    ['tampered with', (cursor: string) => `A${cursor.slice(1)}B`],
    ['of nobody', () => 'bm90IGEgY3Vyc29y'],
  ])('refuses a cursor %s', async (_, spoil) => {
    const { collection } = await newCollection();
    const errors = await streamRefusal(
      graph,
      ANONYMOUS,
      collection,
      spoil(await cursorOf(collection)),
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
  });

  test('refuses the cursor of another collection', async () => {
    const { she, collection } = await newCollection();
    const other = await cursorOf(await story.collectionOf(she));
    const errors = await streamRefusal(graph, ANONYMOUS, collection, other);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
  });

  test('of a private collection answers like none, and its owner reads it', async () => {
    const { she, collection } = await newCollection(0, 'PRIVATE');
    const refused = await streamRefusal(graph, ANONYMOUS, collection);
    expect(refused).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const missing = await streamRefusal(graph, ANONYMOUS, 'col_missing');
    expect(JSON.stringify(refused)).toBe(JSON.stringify(missing));
    const stranger = await story.earner();
    expect(await streamRefusal(graph, stranger.as, collection)).toEqual(missing);
    const reader = await read(collection, undefined, she.as);
    expect(await reader.take(1)).toMatchObject([{ why: 'FIRST_TIME' }]);
  });

  test('asks for a snapshot when the log does not reach back any more', async () => {
    const { collection, update } = await newCollection();
    const cursor = await cursorOf(collection);
    await update({ name: 'One' });
    await update({ name: 'Two' });
    const log = graph.parts.database.model(collectionChangeModel);
    await log.deleteOne({ collection, rev: 1 });
    const reader = await read(collection, cursor);
    expect(await reader.take(1)).toMatchObject([{ why: 'CURSOR_TOO_OLD' }]);
    await update({ name: 'Three' });
    expect(await reader.take(1)).toMatchObject([{ rev: 3 }]);
  });
});

test.each([
  ['BACKLOG_TOO_LONG', 'so many changes are behind that a snapshot is quicker', 10_002],
  ['EPOCH_CHANGED', 'the database was restored and knows less than the reader', 0],
])('a stream asks for a snapshot, %s, when %s', async (why, _, rev) => {
  const { collection, update } = await newCollection();
  await update({ name: 'One' });
  const cursor = await cursorOf(collection);
  const collections = graph.parts.database.model(collectionModel);
  await collections.updateOne({ _id: collection }, { $set: { rev } });
  expect(await (await read(collection, cursor)).take(1)).toMatchObject([{ why }]);
});

describe('a collection that is shared no longer', () => {
  test('ends the streams of others after what was still public', async () => {
    const { collection, update } = await newCollection();
    const waiting = await read(collection, await cursorOf(collection));
    const behind = await cursorOf(collection);
    await update({ name: 'Still public' });
    await update({ name: 'Private', visibility: 'PRIVATE' });
    await update({ name: 'More private' });
    for (const reader of [waiting, await read(collection, behind)]) {
      expect(await reader.take(2)).toMatchObject([{ rev: 1 }, { ended: 'NOT_SHARED' }]);
      expect(await reader.isOver()).toBe(true);
    }
  });

  test('never tells its private history, also when it is public again', async () => {
    const { collection, update } = await newCollection();
    const cursor = await cursorOf(collection);
    await update({ visibility: 'PRIVATE' });
    await update({ name: 'Private' });
    await update({ visibility: 'PUBLIC' });
    const reader = await read(collection, cursor);
    expect(await reader.take(1)).toMatchObject([{ why: 'EPOCH_CHANGED' }]);
    await update({ name: 'Public' });
    expect(await reader.take(1)).toMatchObject([{ rev: 4, kind: 'META' }]);
  });

  test('is a new snapshot for its owner, who reads on', async () => {
    const { she, collection, update } = await newCollection();
    const reader = await read(collection, await cursorOf(collection), she.as);
    await update({ visibility: 'PRIVATE' });
    expect(await reader.take(1)).toMatchObject([{ why: 'EPOCH_CHANGED' }]);
    await update({ name: 'Mine alone' });
    expect(await reader.take(1)).toMatchObject([{ rev: 2, kind: 'META' }]);
  });

  test.each(['PUBLIC', 'PRIVATE'])(
    'because it was deleted ends every stream, was it %s or not',
    async (visibility) => {
      const { she, collection } = await newCollection(1, visibility);
      const cursor = await cursorOf(collection, she.as);
      const reader = await read(collection, cursor, she.as);
      await graph.data(she.as, DELETE, { collection });
      expect(await reader.take(1)).toMatchObject([{ ended: 'DELETED' }]);
      expect(await reader.isOver()).toBe(true);
      const late = await read(collection, cursor, she.as);
      expect(await late.take(1)).toMatchObject([{ ended: 'DELETED' }]);
    },
  );
});
