import { expect, test } from '@jest/globals';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';
import { twoHubs } from './two-hubs.js';

const a = { graph: testGraph({}, 'https://hub-a.example'), origin: 'https://hub-a.example' };
const b = { graph: testGraph({}, 'https://hub-b.example'), origin: 'https://hub-b.example' };
const atA = storyOn(a.graph);
const atB = storyOn(b.graph);
const hubs = twoHubs(a, b);
// One issuer for both: its server is the same world for everybody.
const share = () => {
  const { base } = atA.issuer;
  const server = a.graph.issuers.get(base);
  if (server !== undefined) b.graph.issuers.set(base, server);
};

interface Person {
  readonly here: TestEarner;
  readonly there: TestEarner;
  readonly link: string;
}

async function person(): Promise<Person> {
  share();
  const email = atA.newAddress();
  const [here, there] = [await atA.earner(email), await atB.earner(email)];
  await hubs.link(here, there);
  const { me } = await a.graph.data<{ me: { links: readonly { id: string }[] } }>(
    here.as,
    '{ me { links { id } } }',
  );
  return { here, there, link: me.links[0]?.id ?? '' };
}

const SEND =
  'mutation ($badge: ID!, $link: ID!) { sendBadge(badge: $badge, link: $link) { id state } }';

async function send({ here, link }: Person, badge: string): Promise<void> {
  await a.graph.data(here.as, SEND, { badge, link });
  await hubs.settle();
}

async function offers({ there }: Person): Promise<readonly { readonly id: string }[]> {
  const { me } = await b.graph.data<{
    me: { inbox: { edges: readonly { node: { id: string } }[] } };
  }>(there.as, '{ me { inbox(first: 50) { edges { node { id badge { name } } } } } }');
  return me.inbox.edges.map(({ node }) => node);
}

async function states({ here }: Person): Promise<readonly string[]> {
  const { me } = await a.graph.data<{
    me: { sendings: { edges: readonly { node: { state: string } }[] } };
  }>(here.as, '{ me { sendings(first: 50) { edges { node { state link { id hub } } } } } }');
  return me.sendings.edges.map(({ node }) => node.state);
}

const answer = async (she: Person, mutation: string): Promise<void> => {
  const [offer] = await offers(she);
  await b.graph.data(she.there.as, `mutation ($id: ID!) { ${mutation} }`, { id: offer?.id });
  await hubs.settle();
};

const linksAt = async (graph: typeof a.graph, { as }: TestEarner): Promise<number> =>
  (await graph.data<{ me: { links: readonly unknown[] } }>(as, '{ me { links { id } } }')).me.links
    .length;

test.each([
  ['in the message', {}],
  ['at the sending hub', { changes: { assertion: { narrative: 'x'.repeat(40_000) } } }],
])(
  'a badge she sends is hers at the other hub once she accepts it: bytes %s',
  async (_what, options) => {
    const she = await person();
    await send(she, await atA.badgeOf(she.here, options));
    expect(await states(she)).toEqual(['DELIVERED']);
    await answer(she, 'acceptOffer(id: $id) { id }');
    expect(await states(she)).toEqual(['ACCEPTED']);
    const { me } = await b.graph.data<{ me: { badges: { edges: readonly unknown[] } } }>(
      she.there.as,
      '{ me { badges { edges { node { id verification { verdict } } } } } }',
    );
    expect(me.badges.edges).toMatchObject([{ node: { verification: { verdict: 'VALID' } } }]);
  },
);

test('what she declines there is declined here, and may be sent again', async () => {
  const she = await person();
  const badge = await atA.badgeOf(she.here);
  await send(she, badge);
  await answer(she, 'declineOffer(id: $id, reason: DUPLICATE) { id }');
  expect(await states(she)).toEqual(['DECLINED']);
  expect(await offers(she)).toEqual([]);
  await send(she, badge);
  expect(await states(she)).toEqual(['DELIVERED']);
  expect(await offers(she)).toHaveLength(1);
});

test('what she takes back here is gone there', async () => {
  const she = await person();
  await send(she, await atA.badgeOf(she.here));
  const { me } = await a.graph.data<{
    me: { sendings: { edges: readonly { node: { id: string } }[] } };
  }>(she.here.as, '{ me { sendings { edges { node { id } } } } }');
  const id = me.sendings.edges[0]?.node.id;
  await a.graph.data(she.here.as, 'mutation ($id: ID!) { withdrawBadge(sending: $id) { id } }', {
    id,
  });
  await hubs.settle();
  expect(await offers(she)).toEqual([]);
  expect(await states(she)).toEqual(['WITHDRAWN']);
});

test.each([
  ['here', a.graph, ({ here }: Person) => here],
  ['there', b.graph, ({ there }: Person) => there],
])('a link that is closed %s is closed on both sides', async (_where, graph, who) => {
  const she = await person();
  await send(she, await atA.badgeOf(she.here));
  const { me } = await graph.data<{ me: { links: readonly { id: string }[] } }>(
    who(she).as,
    '{ me { links { id } } }',
  );
  await graph.data(who(she).as, 'mutation ($l: ID!) { closeLink(link: $l) }', {
    l: me.links[0]?.id,
  });
  await hubs.settle();
  expect(await linksAt(a.graph, she.here)).toBe(0);
  expect(await linksAt(b.graph, she.there)).toBe(0);
  const badge = await atA.badgeOf(she.here);
  expect(await a.graph.refusal(she.here.as, SEND, { badge, link: she.link })).toBe('NOT_FOUND');
  expect(await states(she)).toEqual(['DELIVERED']);
  expect(await offers(she)).toHaveLength(1);
});

test('an account that is deleted takes its offers along and closes its links at the other hub', async () => {
  const she = await person();
  await send(she, await atA.badgeOf(she.here));
  const [offer] = await offers(she);
  await b.graph.data(she.there.as, 'mutation ($c: EmailAddress!) { deleteAccount(confirm: $c) }', {
    c: she.there.email,
  });
  await hubs.settle();
  expect(await linksAt(a.graph, she.here)).toBe(0);
  const { connection } = b.graph.parts.database;
  const { here, there } = she;
  const kept = await connection.collection('offers').findOne({ _id: offer?.id as never });
  expect(kept).toBeNull();
  const links = await connection.collection('links').countDocuments({ earner: there.as.earner });
  expect(links).toBe(0);
  expect(await states({ ...she, here })).toEqual(['DELIVERED']);
});
