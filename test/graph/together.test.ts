import { expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const BADGE = 'query ($id: ID!) { badge(id: $id) { id verification { verdict } } }';
const COLLECTION = `query ($id: ID!) { collection(id: $id) {
  id badges { edges { node { id name verification { verdict } } } } } }`;

test('requests that come at the same moment share reads, and each sees its own', async () => {
  const [she, he] = [await story.earner(), await story.earner()];
  const [hers, his] = [await story.badgeOf(she), await story.badgeOf(he)];
  const seen = { id: expect.any(String) as unknown, verification: { verdict: 'VALID' } };
  const asked = [
    { as: she.as, id: hers, sees: seen },
    { as: he.as, id: hers, sees: null },
    { as: ANONYMOUS, id: hers, sees: null },
    { as: she.as, id: his, sees: null },
    { as: he.as, id: his, sees: seen },
    { as: ANONYMOUS, id: his, sees: null },
  ];
  const answers = await Promise.all(asked.map(({ as, id }) => graph.data(as, BADGE, { id })));
  expect(answers).toEqual(asked.map(({ sees }) => ({ badge: sees })));
});

test('a private collection and a public one asked for together: only its owner sees the first', async () => {
  const she = await story.earner();
  const badge = await story.badgeOf(she);
  const closed = await story.collectionOf(she, [badge], 'PRIVATE');
  const other = await story.badgeOf(she);
  const open = await story.collectionOf(she, [other], 'PUBLIC');
  const shown = (id: string, node: string) => ({
    collection: {
      id,
      badges: {
        edges: [
          {
            node: {
              id: node,
              name: expect.any(String) as unknown,
              verification: { verdict: 'VALID' },
            },
          },
        ],
      },
    },
  });
  const answers = await Promise.all([
    graph.data(she.as, COLLECTION, { id: closed }),
    graph.data(ANONYMOUS, COLLECTION, { id: closed }),
    graph.data(ANONYMOUS, COLLECTION, { id: open }),
    graph.data(ANONYMOUS, BADGE, { id: badge }),
    graph.data(ANONYMOUS, BADGE, { id: other }),
  ]);
  expect(answers).toEqual([
    shown(closed, badge),
    { collection: null },
    shown(open, other),
    { badge: null },
    { badge: { id: other, verification: { verdict: 'VALID' } } },
  ]);
});
