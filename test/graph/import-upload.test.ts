import { expect, test } from '@jest/globals';
import { importRoute } from '../../gateway/import/index.js';
import { bake } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import type { BadgeOptions } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { routeServer } from '../support/route-server.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

test.each<[string, BadgeOptions, object, number]>([
  ['stored', {}, { badge: { name: 'Welding, level 1' }, offer: null }, 200],
  [
    'offered',
    { expires: '2025-01-01T00:00:00Z' },
    { badge: null, offer: { badge: { name: 'Welding, level 1' } } },
    200,
  ],
  ['refused', { recipient: 'somebody-else@example.org' }, { badge: null, offer: null }, 422],
])(
  'an uploaded picture goes through the real graph and is %s',
  async (_, options, result, status) => {
    const she = await story.earner();
    const { assertion } = story.issuer.issue({ recipient: she.email, ...options });
    const { url } = await routeServer([
      importRoute({
        graph: ({ query, variables }) => graph.run(she.as, query, variables),
        session: () => 't0ken',
        publicUrl: undefined,
      }),
    ]);
    const body = new FormData();
    body.append('badge', new Blob([bake(samplePng(), JSON.stringify(assertion))]), 'badge.png');
    const response = await fetch(`${url}/import`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(result);
  },
);
