import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Principal } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { nextItem, rest } from './change-reader.js';
import {
  CHANGES,
  COLLECTION,
  MINE,
  REVOKE,
  changesFor,
  displayer,
  grantTo,
  grantedCollection,
  registerDisplayers,
  snapshotFor,
} from './granted-collection.js';
import { ADD, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const SHOW = `mutation ($id: ID!, $visibility: Visibility!) {
  updateCollection(id: $id, input: { visibility: $visibility }) { rev } }`;

beforeAll(() => registerDisplayers(graph));

const granted = () => grantedCollection(graph, story);
const told = (who: Principal, id: string, after: string) => changesFor(graph, who, id, after);
const cursor = async (who: Principal, id: string) => (await snapshotFor(graph, who, id)).cursor;

describe('an app with a token of one earner', () => {
  const appOf = ({ as }: TestEarner): Principal => ({
    kind: 'app',
    earner: as.earner,
    client: 'cli_displayer',
    scopes: ['collections:read'],
  });

  test('sees what she granted its client, in every way there is', async () => {
    const { she, id, badge } = await granted();
    const app = appOf(she);
    expect(await graph.data(app, COLLECTION, { id })).toMatchObject({ collection: { id } });
    expect(await shownBadge(app, badge)).toEqual({ id: badge });
    expect(await snapshotFor(graph, app, id)).toMatchObject({ badges: [badge] });
    expect(await listedFor(app)).toEqual([id]);
  });

  test('sees nothing that another earner granted the same client', async () => {
    const hers = await granted();
    const { id, badge, she: other } = await granted();
    const app = appOf(hers.she);
    const after = await cursor(displayer, id);
    await add(other, id);
    expect(await graph.data(app, COLLECTION, { id })).toEqual({ collection: null });
    expect(await shownBadge(app, badge)).toBeNull();
    expect(await listedFor(app)).toEqual([hers.id]);
    expect(await told(app, id, after)).toEqual([
      { __typename: 'AccessEnded', reason: 'NOT_SHARED' },
    ]);
    const stream = await graph.stream(app, CHANGES, { id, after });
    expect(await rest(stream)).toEqual([{ __typename: 'AccessEnded', reason: 'NOT_SHARED' }]);
  });

  test('leaves its client, acting for itself, what every earner granted it', async () => {
    const [one, two] = [await granted(), await granted()];
    const listed = await listedFor(displayer);
    expect(listed).toEqual(expect.arrayContaining([one.id, two.id]));
  });
});

describe('a displayer with the cursor of an earlier time', () => {
  const SNAPSHOT_FIRST = [{ __typename: 'SnapshotRequired', why: 'CURSOR_TOO_OLD' }];

  test('is told nothing of the time between two grants', async () => {
    const { she, id, grant } = await granted();
    const after = await cursor(displayer, id);
    await graph.data(she.as, REVOKE, { id: grant });
    const between = await add(she, id);
    await grantTo(graph, she, id);
    const fresh = await add(she, id);
    const items = await told(displayer, id, after);
    // The change that ended the first grant is the last it may know of.
    expect(items).toEqual([{ __typename: 'CollectionChange', rev: 2, badgeId: null }]);
    expect(JSON.stringify(items)).not.toContain(between);

    const stream = await graph.stream(displayer, CHANGES, { id, after });
    await nextItem(stream);
    const now = (await nextItem(stream)) as { cursor: string };
    expect(await told(displayer, id, now.cursor)).toEqual([]);
    await stop(stream);
    expect((await snapshotFor(graph, displayer, id)).badges).toContain(fresh);
  });

  test('is told nothing of the time before it was granted again, when that ended too', async () => {
    const { she, id, grant } = await granted();
    const after = await cursor(displayer, id);
    await graph.data(she.as, REVOKE, { id: grant });
    const between = await add(she, id);
    await graph.data(she.as, REVOKE, { id: await grantTo(graph, she, id) });
    const items = await told(displayer, id, after);
    expect(items.at(-1)).toEqual({ __typename: 'AccessEnded', reason: 'REVOKED' });
    expect(JSON.stringify(items)).not.toContain(between);
  });

  test('is told nothing of the time a public collection was private to it', async () => {
    const { she, id, grant } = await granted();
    const after = await cursor(displayer, id);
    await graph.data(she.as, REVOKE, { id: grant });
    const secret = await add(she, id);
    await graph.data(she.as, SHOW, { id, visibility: 'PUBLIC' });
    const [revoked, ...more] = await told(displayer, id, after);
    expect(revoked).toMatchObject({ rev: 2 });
    expect(more).toEqual([]);
    const stream = await graph.stream(displayer, CHANGES, { id, after });
    await nextItem(stream);
    expect(await nextItem(stream)).toMatchObject({ __typename: 'SnapshotRequired' });
    await stop(stream);

    await graph.data(she.as, SHOW, { id, visibility: 'PRIVATE' });
    const items = await told(displayer, id, after);
    expect(items.at(-1)).toMatchObject({ __typename: 'AccessEnded' });
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  test('goes on without a snapshot when nothing was kept from it', async () => {
    const { she, id, grant } = await granted();
    const after = await cursor(displayer, id);
    await graph.data(she.as, REVOKE, { id: grant });
    await grantTo(graph, she, id);
    const badge = await add(she, id);
    expect(await told(displayer, id, after)).toEqual([
      { __typename: 'CollectionChange', rev: 2, badgeId: null },
      { __typename: 'CollectionChange', rev: 3, badgeId: badge },
    ]);
  });

  test('is asked to take a snapshot when its first new change was not for it', async () => {
    const { she, id, grant } = await granted();
    await graph.data(she.as, REVOKE, { id: grant });
    const after = await cursor(she.as, id);
    await add(she, id);
    await grantTo(graph, she, id);
    expect(await told(displayer, id, after)).toEqual(SNAPSHOT_FIRST);
    expect(await told(she.as, id, after)).toMatchObject([{ rev: 3 }]);
  });
});

async function add(she: TestEarner, collection: string): Promise<string> {
  const badge = await story.badgeOf(she);
  await graph.data(she.as, ADD, { collection, badge });
  return badge;
}

async function listedFor(who: Principal): Promise<readonly string[]> {
  const { myGrants } = await graph.data<{
    myGrants: { edges: readonly { node: { collection: { id: string } } }[] };
  }>(who, MINE);
  return myGrants.edges.map(({ node }) => node.collection.id);
}

async function shownBadge(who: Principal, id: string): Promise<unknown> {
  const { badge } = await graph.data<{ badge: unknown }>(
    who,
    'query ($id: ID!) { badge(id: $id) { id } }',
    { id },
  );
  return badge;
}

async function stop(stream: Awaited<ReturnType<typeof graph.stream>>): Promise<void> {
  if (Symbol.asyncIterator in stream) await stream.return?.();
}
