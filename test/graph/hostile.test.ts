import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const BADGE = 'query ($id: ID!) { badge(id: $id) { id } }';
const ISSUER = 'query ($id: ID!) { badge(id: $id) { issuer { id } } }';

test('ids too long to be any do not break what others look up at the same moment', async () => {
  const she = await story.earner();
  const id = await story.badgeOf(she);
  const long = 'x'.repeat(9 * 1024 * 1024);
  const [first, second, hers] = await Promise.all([
    graph.run(ANONYMOUS, BADGE, { id: long }),
    graph.run(ANONYMOUS, BADGE, { id: `${long}y` }),
    graph.data(she.as, BADGE, { id }),
  ]);
  expect([first.data, second.data]).toEqual([{ badge: null }, { badge: null }]);
  expect(hers).toEqual({ badge: { id } });
});

test('the id of an issuer cannot be computed by whoever knows its profile', async () => {
  const she = await story.earner();
  const id = await story.badgeOf(she);
  const { badge } = await graph.data<{ badge: { issuer: { id: string } } }>(she.as, ISSUER, { id });
  const stored = await graph.parts.database.connection.collection('issuers').findOne({
    _id: badge.issuer.id as never,
  });
  const guess = createHash('sha256').update(String(stored?.['profile'])).digest('hex');
  expect(badge.issuer.id).not.toBe(`iss_${guess.slice(0, 40)}`);
});
