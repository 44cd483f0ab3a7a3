import { createSealer, deriveKey } from '../../../src/runtime/index.js';
import type { Principal, Sealer } from '../../../src/runtime/index.js';
import { registerClient } from '../../../src/store/index.js';
import { identityModel } from '../../../subgraphs/earner/identities/identity.model.js';
import { notices } from '../../../subgraphs/earner/index.js';
import type { TestGraph } from '../../support/graph.js';
import { connectApp } from '../connect-app.js';
import { importsOn } from '../import-story.js';
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
  /** A signed badge of hers, PUBLIC as well. */
  readonly signed: string;
  readonly offer: string;
  readonly notice: string;
  /** What this is called in the table; undefined for what is not named there. */
  nameOf(id: string): string | undefined;
}

export const NAMES = ['private', 'unlisted', 'public', 'granted'] as const;
type Named = (typeof NAMES)[number];

/** Seals as the hub does. */
const sealerOf = ({ parts }: TestGraph): Sealer => createSealer(deriveKey(parts.secret, 'clients'));

const SHOW = `mutation ($id: ID!, $visibility: Visibility!) {
  setBadgeVisibility(id: $id, visibility: $visibility) { id } }`;

/** A badge of its own in each collection; one for each of the ways in which something may be seen. */
export async function seedWorld(graph: TestGraph, story: Story): Promise<World> {
  const [owner, other] = [await story.earner(), await story.earner()];
  const operator = { ...(await story.earner()).as, operator: true as const };
  const names = new Map([
    [owner.as.earner, 'owner'],
    [other.as.earner, 'other'],
    [operator.earner, 'operator'],
  ]);
  const badges = {} as Record<Named, string>;
  const collections = {} as Record<Named, string>;
  for (const name of NAMES) {
    const visibility = name === 'granted' ? 'PRIVATE' : name.toUpperCase();
    const badge = (badges[name] = await story.badgeOf(owner));
    await graph.data(owner.as, SHOW, { id: badge, visibility });
    const collection = (collections[name] = await story.collectionOf(owner, [badge], visibility));
    for (const id of [badge, collection]) names.set(id, name);
  }
  const displayer = await newClient(graph, other);
  const stranger = await newClient(graph, other);
  const issuer = await newClient(graph, other);
  for (const name of ['granted', 'public'] as const) {
    names.set(await grant(graph, owner, collections[name], displayer), name);
  }
  await connectApp(graph, owner, displayer, `token of ${displayer}`);
  names.set(await connectIdentity(graph, owner), 'hers');
  const signed = await signedBadge(graph, owner);
  await graph.data(owner.as, SHOW, { id: signed, visibility: 'PUBLIC' });
  names.set(signed, 'public');
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
    displayer,
    stranger,
    issuer,
    badges,
    collections,
    signed,
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

/** A client that this earner registered; its id. */
export async function newClient(graph: TestGraph, { as }: TestEarner): Promise<string> {
  const { database, clock, ids } = graph.parts;
  const id = ids.make('cli');
  const metadata = {
    client_id: id,
    client_secret: 'secret',
    client_uri: 'https://client.example',
  };
  await registerClient(
    { id, owner: as.earner, metadata, createdAt: clock.now() },
    database,
    sealerOf(graph),
  );
  return id;
}

/** Lets a displayer see a collection of hers; the id of the grant. */
export async function grant(
  graph: TestGraph,
  { as }: TestEarner,
  collection: string,
  displayer: string,
): Promise<string> {
  const { grantCollection } = await graph.data<{ grantCollection: { id: string } }>(
    as,
    'mutation ($id: ID!, $to: ID!) { grantCollection(collection: $id, displayer: $to) { id } }',
    { id: collection, to: displayer },
  );
  return grantCollection.id;
}

/** A provider that knows her; the id of what connects them. */
export async function connectIdentity(graph: TestGraph, { as }: TestEarner): Promise<string> {
  const { database, clock, ids } = graph.parts;
  const id = ids.make('idn');
  const identity = { issuer: 'https://provider.example', subject: id, earner: as.earner };
  await database.model(identityModel).create([{ _id: id, ...identity, connectedAt: clock.now() }]);
  return id;
}

/** A badge she brought as a JWS; its id. */
async function signedBadge(graph: TestGraph, owner: TestEarner): Promise<string> {
  const imports = importsOn(graph);
  const signature = imports.sign('https://signer.example', { recipient: owner.email });
  const { badge } = await imports.importBadge(owner, { signature });
  if (badge === null) throw new Error('the signed badge was not accepted');
  return badge.id;
}
