import type { Principal } from '../../src/runtime/index.js';
import { registerClient } from '../../src/store/index.js';
import type { TestGraph } from '../support/graph.js';
import type { Story, TestEarner } from './story.js';

/** Nobody asks these clients for a secret. */
const UNSEALED = {
  seal: (text: string) => Promise.resolve(text),
  open: (text: string) => Promise.resolve(text),
};

export const GRANT = `mutation ($collection: ID!, $displayer: ID!) {
  grantCollection(collection: $collection, displayer: $displayer) { id displayer revokedAt } }`;
export const REVOKE = 'mutation ($id: ID!) { revokeGrant(id: $id) { id revokedAt } }';
export const COLLECTION = `query ($id: ID!) { collection(id: $id) { id grants { id }
  owner { emails { address } } badges { edges { node { id visibility } } } } }`;
export const CHANGES = `subscription ($id: ID!, $after: Cursor) {
  collectionChanges(collection: $id, after: $after) { __typename
    ... on CollectionChange { cursor rev kind badgeId } ... on SnapshotRequired { cursor }
    ... on AccessEnded { reason } } }`;
export const MINE = '{ myGrants { edges { node { id displayer collection { id } } } } }';

export const client = (id: string, scopes = ['collections:read']): Principal => ({
  kind: 'client',
  client: id,
  scopes,
});
export const displayer = client('cli_displayer');
export const other = client('cli_other');

export async function registerDisplayers({ parts, clock }: TestGraph): Promise<void> {
  for (const id of ['cli_displayer', 'cli_other']) {
    const metadata = { client_uri: 'https://displayer.example' };
    await registerClient(
      { id, owner: 'ern_x', metadata, createdAt: clock.now() },
      parts.database,
      UNSEALED,
    );
  }
}

export interface Granted {
  readonly she: TestEarner;
  readonly badge: string;
  readonly id: string;
  readonly grant: string;
}

/** A private collection of a new earner with one badge, granted to the displayer. */
export async function grantedCollection(graph: TestGraph, story: Story): Promise<Granted> {
  const she = await story.earner();
  const badge = await story.badgeOf(she);
  const id = await story.collectionOf(she, [badge], 'PRIVATE');
  return { she, badge, id, grant: await grantTo(graph, she, id) };
}

export async function grantTo(graph: TestGraph, she: TestEarner, id: string): Promise<string> {
  const { grantCollection } = await graph.data<{ grantCollection: { id: string } }>(she.as, GRANT, {
    collection: id,
    displayer: 'cli_displayer',
  });
  return grantCollection.id;
}

const SNAPSHOT = `query ($id: ID!) { collectionSnapshot(collection: $id) { cursor
  badges { edges { node { id } } } } }`;
const SINCE = `query ($id: ID!, $after: Cursor!) { collectionChangesSince(collection: $id, after: $after) {
  items { __typename ... on CollectionChange { rev badgeId } ... on SnapshotRequired { why: reason }
  ... on AccessEnded { reason } } } }`;

export interface Snapshot {
  readonly cursor: string;
  readonly badges: readonly string[];
}

/** The collection as one reader is shown it now. */
export async function snapshotFor(graph: TestGraph, who: Principal, id: string): Promise<Snapshot> {
  const { collectionSnapshot } = await graph.data<{
    collectionSnapshot: { cursor: string; badges: { edges: { node: { id: string } }[] } };
  }>(who, SNAPSHOT, { id });
  const { cursor, badges } = collectionSnapshot;
  return { cursor, badges: badges.edges.map(({ node }) => node.id) };
}

/** What one reader is told behind a cursor. */
export async function changesFor(
  graph: TestGraph,
  who: Principal,
  id: string,
  after: string,
): Promise<readonly unknown[]> {
  const { collectionChangesSince } = await graph.data<{
    collectionChangesSince: { items: readonly unknown[] };
  }>(who, SINCE, { id, after });
  return collectionChangesSince.items;
}
