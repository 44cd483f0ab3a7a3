import { expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { fetchFrom, hostedBadge } from '../support/badges.js';
import { testGraph } from '../support/graph.js';

const graph = testGraph();

test('a badge travels from its issuer over her inbox into a collection that anybody can read', async () => {
  const badge = hostedBadge({ base: 'https://issuer.example', recipient: 'earner@example.org' });
  graph.issuers.set('https://issuer.example', fetchFrom(badge.documents));

  const { pushBadge } = await graph.data<{ pushBadge: { state: string; offerId: string } }>(
    ANONYMOUS,
    `mutation ($url: URL!) { pushBadge(input: { source: { assertionUrl: $url } }) {
       state offerId report { verdict findings { check outcome because } } } }`,
    { url: badge.urls.assertion },
  );
  expect(pushBadge).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID' } });

  const she = await graph.signIn('earner@example.org');
  await graph.data(she, 'mutation { setDisplayName(displayName: "Ada") { id } }');
  const inbox = await graph.data(
    she,
    '{ me { inbox { edges { node { id state badge { name issuerName } report { verdict } } } } } }',
  );
  expect(inbox).toMatchObject({
    me: { inbox: { edges: [{ node: { id: pushBadge.offerId, report: { verdict: 'VALID' } } }] } },
  });

  const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(
    she,
    'mutation ($id: ID!) { acceptOffer(id: $id) { id name visibility } }',
    { id: pushBadge.offerId },
  );
  const { createCollection } = await graph.data<{ createCollection: { id: string } }>(
    she,
    'mutation { createCollection(input: { name: "Mine", visibility: PUBLIC }) { id rev } }',
  );
  await graph.data(
    she,
    'mutation ($c: ID!, $b: ID!) { addBadgeToCollection(collection: $c, badge: $b) { rev } }',
    { c: createCollection.id, b: acceptOffer.id },
  );

  const seen = await graph.data(
    ANONYMOUS,
    `query ($id: ID!) { collection(id: $id) { name rev owner { displayName emails { address } }
       badges { edges { node { id name issuer { name } earner { displayName } credential
         verification { verdict checkedAt } } } pageInfo { hasNextPage } } } }`,
    { id: createCollection.id },
  );
  expect(seen).toMatchObject({
    collection: {
      name: 'Mine',
      rev: 1,
      owner: { displayName: 'Ada', emails: null },
      badges: {
        edges: [
          {
            node: {
              id: acceptOffer.id,
              credential: null,
              earner: { displayName: 'Ada' },
              verification: { verdict: 'VALID' },
            },
          },
        ],
      },
    },
  });
});
