import { ask, listen } from './ask.js';
import type { Probe } from './ask.js';
import { NAMES, grant } from './world.js';
import type { World } from './world.js';

const newCollection = async ({ story, owner }: World) => ({
  id: await story.collectionOf(owner, [], 'PUBLIC'),
});
/** A collection of hers with one badge. */
const newFilled = async ({ story, owner, badges }: World) => ({
  id: await story.collectionOf(owner, [badges.public], 'PUBLIC'),
  badge: badges.public,
});

const cursorOf = async ({ graph, owner }: World, collection: string) => {
  const query = 'query ($id: ID!) { collectionSnapshot(collection: $id) { cursor } }';
  const { collectionSnapshot } = await graph.data<{ collectionSnapshot: { cursor: string } }>(
    owner.as,
    query,
    { id: collection },
  );
  return collectionSnapshot.cursor;
};

const inEachCase = (field: string, probe: (name: (typeof NAMES)[number]) => Probe) =>
  Object.fromEntries(NAMES.map((name) => [`${field} ${name}`, probe(name)]));

export const COLLECTION_PROBES: Readonly<Record<string, Probe>> = {
  ...inEachCase('Query.collection', (name) =>
    ask('collection', 'query ($id: ID!) { collection(id: $id) { name } }', ({ collections }) => ({
      id: collections[name],
    })),
  ),
  ...inEachCase('Query.collectionSnapshot', (name) =>
    ask(
      'collectionSnapshot',
      'query ($id: ID!) { collectionSnapshot(collection: $id) { cursor } }',
      ({ collections }) => ({ id: collections[name] }),
    ),
  ),
  ...inEachCase('Query.collectionChangesSince', (name) =>
    ask(
      'collectionChangesSince.items',
      `query ($id: ID!, $after: Cursor!) {
        collectionChangesSince(collection: $id, after: $after) { items { __typename } } }`,
      async (world) => {
        const id = world.collections[name];
        return { id, after: await cursorOf(world, id) };
      },
    ),
  ),
  ...inEachCase('Subscription.collectionChanges', (name) =>
    listen(
      'collectionChanges',
      'subscription ($id: ID!) { collectionChanges(collection: $id) { __typename } }',
      ({ collections }) => ({ id: collections[name] }),
    ),
  ),
  'Collection.grants': ask(
    'collection.grants',
    'query ($id: ID!) { collection(id: $id) { grants { id } } }',
    ({ collections }) => ({ id: collections.public }),
  ),
  'Query.myGrants': ask('myGrants', '{ myGrants { edges { node { id } } } }'),
  'Mutation.grantCollection': ask(
    'grantCollection',
    `mutation ($id: ID!, $to: ID!) { grantCollection(collection: $id, displayer: $to) { displayer } }`,
    async (world) => ({ ...(await newCollection(world)), to: world.issuer }),
  ),
  'Mutation.revokeGrant': ask(
    'revokeGrant',
    'mutation ($id: ID!) { revokeGrant(id: $id) { displayer } }',
    async (world) => {
      const { graph, owner, issuer } = world;
      return { id: await grant(graph, owner, (await newCollection(world)).id, issuer) };
    },
  ),
  'Collection.badges': ask(
    'collection.badges',
    'query ($id: ID!) { collection(id: $id) { badges { edges { node { id } } } } }',
    ({ collections }) => ({ id: collections.public }),
  ),
  'Earner.collections': ask(
    'earner.collections',
    'query ($id: ID!) { earner(id: $id) { collections(first: 100) { edges { node { id } } } } }',
    ({ owner }) => ({ id: owner.as.earner }),
  ),
  'Mutation.createCollection': ask(
    'createCollection.owner',
    'mutation { createCollection(input: { name: "New" }) { owner { id } } }',
  ),
  'Mutation.updateCollection': ask(
    'updateCollection',
    'mutation ($id: ID!) { updateCollection(id: $id, input: { name: "Newer" }) { name } }',
    newCollection,
  ),
  'Mutation.addBadgeToCollection': ask(
    'addBadgeToCollection',
    `mutation ($id: ID!, $badge: ID!) {
      addBadgeToCollection(collection: $id, badge: $badge) { name } }`,
    async (world) => ({ ...(await newCollection(world)), badge: world.badges.public }),
  ),
  'Mutation.removeBadgeFromCollection': ask(
    'removeBadgeFromCollection',
    `mutation ($id: ID!, $badge: ID!) {
      removeBadgeFromCollection(collection: $id, badge: $badge) { name } }`,
    newFilled,
  ),
  'Mutation.moveBadgeInCollection': ask(
    'moveBadgeInCollection',
    `mutation ($id: ID!, $badge: ID!) {
      moveBadgeInCollection(collection: $id, badge: $badge, position: 0) { name } }`,
    newFilled,
  ),
  'Mutation.deleteCollection': ask(
    'deleteCollection',
    'mutation ($id: ID!) { deleteCollection(id: $id) }',
    newCollection,
  ),
};
