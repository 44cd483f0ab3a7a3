import { createSealer, deriveKey } from '../../../src/runtime/index.js';
import type { Principal, Sealer } from '../../../src/runtime/index.js';
import { registerClient } from '../../../src/store/index.js';
import { notices } from '../../../subgraphs/earner/index.js';
import type { TestGraph } from '../../support/graph.js';
import type { Story, TestEarner } from '../story.js';

/** Two earners with something of everything, and whoever else may ask. */
export interface World {
  readonly graph: TestGraph;
  readonly story: Story;
  readonly owner: TestEarner;
  readonly other: TestEarner;
  readonly operator: Principal;
  /** The client that was granted the owner's collection `granted`, and that is her connected app. */
  readonly displayer: string;
  readonly stranger: string;
  readonly issuer: string;
  /** The owner's badges and collections, called by who may see them. */
  readonly badges: Readonly<Record<Named, string>>;
  readonly collections: Readonly<Record<Named, string>>;
  readonly offer: string;
  readonly notice: string;
  /** What this is called in the table; undefined for what is not named there. */
  nameOf(id: string): string | undefined;
}

export const NAMES = ['private', 'unlisted', 'public', 'granted'] as const;
type Named = (typeof NAMES)[number];

const [DISPLAYER, STRANGER, ISSUER] = ['cli_displayer', 'cli_stranger', 'cli_issuer'] as const;

/** Seals as the hub does. */
export const sealerOf = ({ parts }: TestGraph): Sealer =>
  createSealer(deriveKey(parts.secret, 'clients'));

const SHOW = `mutation ($id: ID!, $visibility: Visibility!) {
  setBadgeVisibility(id: $id, visibility: $visibility) { id } }`;

/** A badge of its own in each collection; one for each of the ways in which something may be seen. */
export async function seedWorld(graph: TestGraph, story: Story): Promise<World> {
  const [owner, other] = [await story.earner(), await story.earner()];
  const operator = { ...(await story.earner()).as, operator: true as const };
  const names = new Map<string, string>();
  const badges = {} as Record<Named, string>;
  const collections = {} as Record<Named, string>;
  for (const name of NAMES) {
    const visibility = name === 'granted' ? 'PRIVATE' : name.toUpperCase();
    const badge = (badges[name] = await story.badgeOf(owner));
    await graph.data(owner.as, SHOW, { id: badge, visibility });
    const collection = (collections[name] = await story.collectionOf(owner, [badge], visibility));
    for (const id of [badge, collection]) names.set(id, name);
  }
  for (const id of [DISPLAYER, STRANGER, ISSUER]) {
    const shown = { name: id, host: 'client.example', owner: other.as.earner, metadata: {} };
    const createdAt = graph.clock.now();
    await registerClient({ id, ...shown, createdAt }, graph.parts.database, sealerOf(graph));
  }
  const { grantCollection } = await graph.data<{ grantCollection: { id: string } }>(
    owner.as,
    `mutation ($id: ID!, $to: ID!) { grantCollection(collection: $id, displayer: $to) { id } }`,
    { id: collections.granted, to: DISPLAYER },
  );
  names.set(grantCollection.id, 'granted');
  await graph.data(
    owner.as,
    `mutation { setDisplayName(displayName: "Ada") { id } setLocale(locale: "de") { id }
      trustIssuer(issuer: "https://trusted.example/") { id } }`,
  );
  await graph.data(
    operator,
    `mutation ($id: ID!) { appointOperator(earner: $id)
      blockIssuerForHub(issuer: "https://blocked-by-the-hub.example/", reason: "seed") }`,
    { id: operator.earner },
  );
  for (const as of [owner.as, other.as, operator]) {
    await graph.data(
      as,
      'mutation { registerClient(input: { name: "Own", url: "https://own.example" }) { clientId } }',
    );
  }
  const offer = await story.offerTo(owner.email);
  const notice = await tell(graph, owner, badges.private);
  for (const id of [offer, notice]) names.set(id, 'hers');
  return {
    graph,
    story,
    owner,
    other,
    operator,
    displayer: DISPLAYER,
    stranger: STRANGER,
    issuer: ISSUER,
    badges,
    collections,
    offer,
    notice,
    nameOf: (id) => names.get(id),
  };
}

/** Tells her something; the id of the notice. */
async function tell(graph: TestGraph, { as }: TestEarner, badge: string): Promise<string> {
  const { database } = graph.parts;
  await database.transaction((session) =>
    notices(graph.parts).tell(
      as.earner,
      { kind: 'BADGE_CHANGED', says: 'It changed.', badge },
      session,
    ),
  );
  const { me } = await graph.data<{ me: { notices: { edges: { node: { id: string } }[] } } }>(
    as,
    '{ me { notices { edges { node { id } } } } }',
  );
  return me.notices.edges[0]?.node.id ?? '';
}
