import { beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const EARNER = `query ($id: ID!) { earner(id: $id) {
  displayName emails { address } inbox { edges { node { id } } }
  badges { edges { node { id } } } collections { edges { node { id visibility } } } } }`;

const state: { she?: TestEarner; shown: string; hidden: string; open: string; closed: string } = {
  shown: '',
  hidden: '',
  open: '',
  closed: '',
};

const her = (): TestEarner => {
  if (state.she === undefined) throw new Error('she signs in before the tests');
  return state.she;
};

beforeAll(async () => {
  state.she = await story.earner();
  const { as, email } = state.she;
  state.shown = await story.badgeOf(state.she);
  const show = 'mutation ($id: ID!) { setBadgeVisibility(id: $id, visibility: PUBLIC) { id } }';
  await graph.data(as, show, { id: state.shown });
  state.hidden = await story.badgeOf(state.she);
  state.open = await story.collectionOf(state.she);
  state.closed = await story.collectionOf(state.she, [state.hidden], 'PRIVATE');
  await story.collectionOf(state.she, [], 'UNLISTED');
  await story.offerTo(email);
});

test('others see of an earner what is public: no address, no inbox, nothing unlisted', async () => {
  const stranger = await story.earner();
  for (const as of [ANONYMOUS, stranger.as]) {
    expect(await graph.data(as, EARNER, { id: her().as.earner })).toEqual({
      earner: {
        displayName: null,
        emails: null,
        inbox: null,
        badges: { edges: [{ node: { id: state.shown } }] },
        collections: { edges: [{ node: { id: state.open, visibility: 'PUBLIC' } }] },
      },
    });
  }
});

test('she sees all of hers', async () => {
  const { earner } = await graph.data<{
    earner: Readonly<Record<'inbox' | 'badges' | 'collections', { edges: readonly unknown[] }>> & {
      readonly emails: readonly unknown[];
    };
  }>(her().as, EARNER, { id: her().as.earner });
  expect(earner.emails).toEqual([{ address: her().email }]);
  expect(earner.inbox.edges).toHaveLength(1);
  expect(earner.badges.edges).toHaveLength(2);
  expect(earner.collections.edges).toHaveLength(3);
});

test('the owner of a badge is as closed as when she is asked for herself', async () => {
  const query = `query ($id: ID!) { badge(id: $id) { earner {
    emails { address } inbox { edges { node { id } } }
    badges { edges { node { id } } } collections { edges { node { id } } } } } }`;
  expect(await graph.data(ANONYMOUS, query, { id: state.shown })).toEqual({
    badge: {
      earner: {
        emails: null,
        inbox: null,
        badges: { edges: [{ node: { id: state.shown } }] },
        collections: { edges: [{ node: { id: state.open } }] },
      },
    },
  });
});

test('a private collection is nothing to others', async () => {
  const query = 'query ($id: ID!) { collection(id: $id) { id } }';
  const stranger = await story.earner();
  expect(await graph.run(stranger.as, query, { id: state.closed })).toEqual(
    await graph.run(stranger.as, query, { id: 'col_missing' }),
  );
  expect(await graph.data(her().as, query, { id: state.closed })).toEqual({
    collection: { id: state.closed },
  });
});

test('a badge in a private collection and a public one is seen through the public one alone', async () => {
  const query = 'query ($id: ID!) { badge(id: $id) { id } }';
  const she = await story.earner();
  const badge = await story.badgeOf(she);
  await story.collectionOf(she, [badge], 'PRIVATE');
  expect(await graph.data(ANONYMOUS, query, { id: badge })).toEqual({ badge: null });
  const open = await story.collectionOf(she, [badge], 'UNLISTED');
  expect(await graph.data(ANONYMOUS, query, { id: badge })).toEqual({ badge: { id: badge } });
  await graph.data(she.as, 'mutation ($id: ID!) { deleteCollection(id: $id) }', { id: open });
  expect(await graph.data(ANONYMOUS, query, { id: badge })).toEqual({ badge: null });
});

test.each<[string, string | null, unknown]>([
  ['is trimmed', ' Ada ', 'Ada'],
  ['may be taken away', null, null],
])('the name she shows %s', async (_, displayName, shown) => {
  const { as } = await story.earner();
  const set = 'mutation ($n: String) { setDisplayName(displayName: $n) { displayName } }';
  await graph.data(as, set, { n: 'Before' });
  expect(await graph.data(as, set, { n: displayName })).toEqual({
    setDisplayName: { displayName: shown },
  });
});

test.each(['', '   ', 'x'.repeat(101), 'a\u0000b', 'a\u202eb'])(
  'the name she shows cannot be %j',
  async (displayName) => {
    const { as } = await story.earner();
    const set = 'mutation ($n: String) { setDisplayName(displayName: $n) { id } }';
    const { errors } = await graph.run(as, set, { n: displayName });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: 'displayName' } }]);
  },
);
