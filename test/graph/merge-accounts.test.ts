import { describe, expect, test } from '@jest/globals';
import { testGraph } from '../support/graph.js';
import { linkIn } from '../support/mail-sink.js';
import { changesOf, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph({ HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100' });
const story = storyOn(graph);

const ADD = 'mutation ($email: EmailAddress!) { addEmail(email: $email) { accepted } }';
const CONFIRM = 'mutation ($token: String!) { confirmEmail(token: $token) { id } }';
const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }';
const MINE = `{ me { id emails { address } badges(first: 100) { edges { node { id } } }
  collections { edges { node { id badges(first: 100) { edges { node { id } } } } } }
  notices { edges { node { kind } } } } }`;

interface Edges<T> {
  readonly edges: readonly { readonly node: T }[];
}
interface Mine {
  readonly me: {
    readonly id: string;
    readonly emails: readonly { readonly address: string }[];
    readonly badges: Edges<{ id: string }>;
    readonly collections: Edges<{ id: string; badges: Edges<{ id: string }> }>;
    readonly notices: Edges<{ kind: string }>;
  };
}

async function linkFor(she: TestEarner, email: string): Promise<string> {
  await graph.data(she.as, ADD, { email });
  return linkIn(graph.mails[0]?.text).token;
}

const merge = async (from: TestEarner, into: TestEarner): Promise<unknown> =>
  graph.refusal(into.as, CONFIRM, { token: await linkFor(into, from.email) });

const mine = async (she: TestEarner) => {
  const { me } = await graph.data<Mine>(she.as, MINE);
  return {
    id: me.id,
    emails: me.emails.map(({ address }) => address),
    badges: me.badges.edges.map(({ node }) => node.id),
    collections: me.collections.edges.map(({ node }) => ({
      id: node.id,
      badges: node.badges.edges.map((edge) => edge.node.id),
    })),
    notices: me.notices.edges.map(({ node }) => node.kind),
  };
};

describe('two accounts of one person', () => {
  test('become one with all badges, collections and addresses', async () => {
    const [old, she] = [await story.earner(), await story.earner()];
    const [hers, theirs] = [await story.badgeOf(she), await story.badgeOf(old)];
    const collection = await story.collectionOf(old, [theirs]);
    expect(await merge(old, she)).toBeUndefined();

    const after = await mine(she);
    expect(after.emails).toEqual([she.email, old.email]);
    expect([...after.badges].sort()).toEqual([hers, theirs].sort());
    expect(after.collections).toEqual([{ id: collection, badges: [theirs] }]);
    expect(after.notices).toEqual(['ACCOUNTS_MERGED']);
  });

  test('keep one copy of a badge that both have, and displayers are told which', async () => {
    const [old, she] = [await story.earner(), await story.earner()];
    const { urls } = story.issuer.issue({ recipient: old.email });
    const offer = await story.push({ assertionUrl: urls.assertion }, old.email);
    const double = (
      await graph.data<{ acceptOffer: { id: string } }>(old.as, ACCEPT, { id: offer.offerId })
    ).acceptOffer.id;
    const collection = await story.collectionOf(old, [double]);
    const other = await story.badgeOf(old);
    await graph.data(
      old.as,
      'mutation ($c: ID!, $b: ID!) { addBadgeToCollection(collection: $c, badge: $b) { rev } }',
      { c: collection, b: other },
    );
    // The same credential in the surviving account, as a move from another hub would leave it.
    const badges = graph.parts.database.connection.collection('badges');
    const stored = await badges.findOne({ _id: double as never });
    const kept = 'bdg_kept_by_the_surviving_account';
    await badges.insertOne({ ...stored, _id: kept as never, earner: she.as.earner });

    expect(await merge(old, she)).toBeUndefined();
    const after = await mine(she);
    expect([...after.badges].sort()).toEqual([kept, other].sort());
    expect(after.collections).toEqual([{ id: collection, badges: [kept, other] }]);
    const changes = await changesOf(graph, collection);
    expect(changes.map(({ kind, badge }) => [kind, badge]).slice(2)).toEqual([
      ['BADGE_REMOVED', double],
      ['BADGE_ADDED', kept],
      ['META', undefined],
    ]);
    expect(changes.map(({ rev }) => rev)).toEqual([1, 2, 3, 4, 5]);
  });

  test('leave nobody signed in to the one that is gone, and its id leads to the other', async () => {
    const [old, she] = [await story.earner(), await story.earner()];
    await merge(old, she);
    const sessions = graph.parts.database.connection.collection('sessions');
    expect(await sessions.countDocuments({ earner: old.as.earner })).toBe(0);
    expect(
      await graph.data(she.as, 'query ($id: ID!) { earner(id: $id) { id } }', {
        id: old.as.earner,
      }),
    ).toEqual({ earner: { id: she.as.earner } });
    expect(
      await graph.refusal(old.as, 'mutation { createCollection(input: { name: "x" }) { id } }'),
    ).toBe('UNAUTHENTICATED');
  });

  test('can be three, one after the other', async () => {
    const [first, second, third] = [
      await story.earner(),
      await story.earner(),
      await story.earner(),
    ];
    const badge = await story.badgeOf(first);
    await merge(first, second);
    await merge(second, third);
    expect((await mine(third)).badges).toEqual([badge]);
    expect(
      await graph.data(third.as, 'query ($id: ID!) { earner(id: $id) { id } }', {
        id: first.as.earner,
      }),
    ).toEqual({ earner: { id: third.as.earner } });
  });

  test('merging into each other at the same time end as one, with everything', async () => {
    const [one, other] = [await story.earner(), await story.earner()];
    const badges = [await story.badgeOf(one), await story.badgeOf(other)].sort();
    const tokens = [await linkFor(one, other.email), await linkFor(other, one.email)];
    const codes = await Promise.all([
      graph.refusal(one.as, CONFIRM, { token: tokens[0] }),
      graph.refusal(other.as, CONFIRM, { token: tokens[1] }),
    ]);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    const survivor = codes[0] === undefined ? one : other;
    const after = await mine(survivor);
    expect([...after.badges].sort()).toEqual(badges);
    expect(after.emails).toHaveLength(2);
  });

  test('lose no badge that is accepted while they merge', async () => {
    const [old, she] = [await story.earner(), await story.earner()];
    const offers = [];
    for (let count = 0; count < 4; count += 1) offers.push(await story.offerTo(old.email));
    const token = await linkFor(she, old.email);
    await Promise.all([
      graph.refusal(she.as, CONFIRM, { token }),
      ...offers.map((id) => graph.refusal(old.as, ACCEPT, { id })),
    ]);
    for (const id of offers) await graph.refusal(she.as, ACCEPT, { id });
    expect((await mine(she)).badges).toHaveLength(4);
    const strays = graph.parts.database.connection.collection('badges');
    expect(await strays.countDocuments({ earner: old.as.earner })).toBe(0);
  });

  test('take rules about issuers along; about the same one the surviving account decides', async () => {
    const [old, she] = [await story.earner(), await story.earner()];
    const TRUST = 'mutation ($issuer: URL!) { trustIssuer(issuer: $issuer) { id } }';
    const BLOCK = 'mutation ($issuer: URL!) { blockIssuer(issuer: $issuer) { id } }';
    const [both, theirs] = ['https://both.example/', 'https://theirs.example/'];
    await graph.data(old.as, TRUST, { issuer: both });
    await graph.data(old.as, TRUST, { issuer: theirs });
    await graph.data(she.as, BLOCK, { issuer: both });
    await merge(old, she);
    const { me } = await graph.data<{ me: { issuerRules: unknown[] } }>(
      she.as,
      '{ me { issuerRules { issuer rule } } }',
    );
    expect(me.issuerRules).toHaveLength(2);
    expect(me.issuerRules).toContainEqual({ issuer: both, rule: 'BLOCKED' });
    expect(me.issuerRules).toContainEqual({ issuer: theirs, rule: 'TRUSTED' });
  });
});
