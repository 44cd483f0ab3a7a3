import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readEvent } from '../../src/federation/index.js';
import { tellPeers } from '../../src/store/index.js';
import { answeredThere, credentialOfOffer } from '../../subgraphs/badge/index.js';
import {
  closedThere,
  keepLink,
  linkBelongings,
  links as knownLinks,
  redeemLink,
} from '../../subgraphs/earner/index.js';
import { expectFederationInvariants } from '../support/federation-invariants.js';
import { testGraph } from '../support/graph.js';
import { linksOn } from './link-story.js';
import type { OtherHub } from './link-story.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';
import { testIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);
const links = linksOn(graph);

const SEND = `mutation ($badge: ID!, $link: ID!) {
  sendBadge(badge: $badge, link: $link) { id name hub state since badge { id } link { id hub } } }`;
const WITHDRAW = 'mutation ($id: ID!) { withdrawBadge(sending: $id) { state } }';
const ALL = `mutation ($link: ID!, $issuer: URL, $class: String) {
  sendAllOfAKind(link: $link, issuer: $issuer, badgeClass: $class) }`;
const CLOSE = 'mutation ($link: ID!) { closeLink(link: $link) }';
const DAY_MS = 86_400_000;

interface Sending {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly since: string;
}

const send = async ({ as }: TestEarner, badge: string, link: string): Promise<Sending> =>
  (await graph.data<{ sendBadge: Sending }>(as, SEND, { badge, link })).sendBadge;

async function sendingsOf({ as }: TestEarner): Promise<readonly Sending[]> {
  const { me } = await graph.data<{
    me: { sendings: { edges: readonly { node: Sending }[] } };
  }>(as, '{ me { sendings(first: 50) { edges { node { id name state since } } } } }');
  return me.sendings.edges.map(({ node }) => node);
}

const stateOf = async (she: TestEarner, id: string): Promise<string | undefined> =>
  (await sendingsOf(she)).find((one) => one.id === id)?.state;

const typesAt = ({ inbox }: OtherHub): readonly string[] => [
  ...[...inbox.kept.values()].toSorted((a, b) => a.seq - b.seq).map(({ type }) => type),
];

/** The other hub answers, as far as it is that one. */
async function answers({ peer, link }: { peer: string; link: string }, answer: object) {
  const { database } = graph.parts;
  const row = await database.connection.collection('links').findOne({ _id: link as never });
  const from = { peer, deliveryAddress: String(row?.['deliveryAddress']) };
  return database.transaction((session) =>
    answeredThere(from, answer as never, { ...graph.parts, links: knownLinks(database) }, session),
  );
}

async function linked() {
  const she = await story.earner();
  const hub = await links.otherHub();
  return { she, hub, link: await links.sendsTo(she, hub) };
}

async function sent() {
  const { she, hub, link } = await linked();
  const badge = await story.badgeOf(she);
  return { she, hub, link, badge, sending: await send(she, badge, link) };
}

test('a badge she sends is queued, then delivered with the bytes of her credential', async () => {
  const { she, hub, badge, sending, link } = await sent();
  expect(sending).toMatchObject({ state: 'QUEUED', badge: { id: badge }, hub: hub.origin });
  expect(sending).toMatchObject({ link: { id: link, hub: hub.origin } });
  await links.tellHubs();
  expect(await stateOf(she, sending.id)).toBe('DELIVERED');
  const [push] = hub.inbox.pushes.filter(({ type }) => type === 'badge-offered');
  const { credential } = push?.payload as { credential: Record<string, string> };
  const bytes = Buffer.from(credential['inline'] ?? '', 'base64url');
  const digest = createHash('sha256').update(bytes).digest('base64url');
  expect(credential).toMatchObject({ digest: `sha-256:${digest}`, size: bytes.length });
  expect(JSON.parse(bytes.toString())).toMatchObject({ id: credential['id'] });
  expect(push?.payload).toMatchObject({ offer: sending.id, rev: 1 });
  const event = {
    'https://w3id.org/badge-federation/v1/badge-offered': push?.payload ?? {},
  };
  const subject = { format: 'opaque' as const, id: 'rcp_1' };
  expect(readEvent({ iss: hub.origin, sub_id: subject, events: event }).type).toBe('badge-offered');
  expect(JSON.stringify(push)).not.toContain(she.email);
  await expectFederationInvariants(graph.parts.database, {
    now: graph.clock.now(),
    peers: [hub.origin],
  });
});

test('a credential that is too large for a message is fetched, by the hub it was offered to only', async () => {
  const { she, hub, link } = await linked();
  const badge = await story.badgeOf(she, {
    changes: { assertion: { narrative: 'x'.repeat(40_000) } },
  });
  const { id: offer } = await send(she, badge, link);
  await links.tellHubs();
  const [push] = hub.inbox.pushes.filter(({ type }) => type === 'badge-offered');
  const { credential } = push?.payload as { credential: Record<string, string> };
  expect(credential['inline']).toBeUndefined();
  expect(credential['href']).toBe(`https://hub.example/federation/v1/offers/${offer}/credential`);
  const { database } = graph.parts;
  const deps = { database, links: knownLinks(database) };
  const bytes = await credentialOfOffer({ peer: hub.origin, offer }, deps);
  const digest = createHash('sha256')
    .update(bytes ?? '')
    .digest('base64url');
  expect(credential['digest']).toBe(`sha-256:${digest}`);
  const stranger = await links.otherHub();
  expect(await credentialOfOffer({ peer: stranger.origin, offer }, deps)).toBeNull();
  await graph.data(she.as, WITHDRAW, { id: offer });
  expect(await credentialOfOffer({ peer: hub.origin, offer }, deps)).toBeNull();
});

test('sending twice is one offer, and so is sending twice at once', async () => {
  const { she, hub, link } = await linked();
  const badge = await story.badgeOf(she);
  const both = await Promise.all([send(she, badge, link), send(she, badge, link)]);
  const third = await send(she, badge, link);
  expect(new Set([...both, third].map(({ id }) => id)).size).toBe(1);
  await links.tellHubs();
  expect(typesAt(hub)).toEqual(['stream-reset', 'badge-offered']);
});

test.each([
  ['somebody else’s badge', async () => ({ badge: await story.badgeOf(await story.earner()) })],
  ['over somebody else’s link', async () => ({ link: (await linked()).link })],
  ['over a link by which badges come', incoming],
  ['over no link', () => Promise.resolve({ link: 'lnk_none' })],
])('nobody sends %s', async (_what, change) => {
  const { she, link } = await linked();
  const badge = await story.badgeOf(she);
  const input = { badge, link, ...(await change(she)) };
  expect(await graph.refusal(she.as, SEND, input)).toBe('NOT_FOUND');
  expect(await sendingsOf(she)).toEqual([]);
});

async function incoming(she: TestEarner) {
  const { link } = await links.receivesFrom(she, await links.otherHub());
  return { link };
}

test('a hub that does not answer is said to be unreachable, and since when', async () => {
  const { she, hub, sending } = await sent();
  hub.inbox.instead = () => ({ status: 500 });
  const failedAt = graph.clock.now();
  await links.tellHubs();
  const [shown] = await sendingsOf(she);
  expect(shown).toMatchObject({ id: sending.id, state: 'UNREACHABLE' });
  expect(new Date(shown?.since ?? 0)).toEqual(failedAt);
  hub.inbox.instead = () => undefined;
  graph.clock.pass(DAY_MS / 24);
  await links.tellHubs();
  expect(await stateOf(she, sending.id)).toBe('DELIVERED');
});

test('a message that the other hub will never take is said to be refused', async () => {
  const { she, hub, sending } = await sent();
  hub.inbox.instead = ({ type }) =>
    type === 'badge-offered' ? { status: 413, body: '' } : undefined;
  await links.tellHubs();
  expect(await stateOf(she, sending.id)).toBe('REFUSED');
});

describe('what she answers there', () => {
  test.each([
    ['ACCEPTED', { state: 'ACCEPTED' }],
    ['DECLINED', { state: 'DECLINED', declineReason: 'not_mine' }],
  ])('is shown here: %s', async (state, answer) => {
    const { she, hub, link, sending } = await sent();
    const at = Math.floor(graph.clock.now().getTime() / 1000);
    const said = { offer: sending.id, rev: 1, at, ...answer };
    expect(await answers({ peer: hub.origin, link }, said)).toBe(true);
    expect(await stateOf(she, sending.id)).toBe(state);
    expect(await answers({ peer: hub.origin, link }, said)).toBe(false);
  });

  test('F-52 counts only from the hub the badge was offered to', async () => {
    const { she, link, sending } = await sent();
    const { origin } = await links.otherHub();
    const said = { offer: sending.id, rev: 1, at: 1, state: 'ACCEPTED' };
    expect(await answers({ peer: origin, link }, said)).toBe(false);
    expect(await stateOf(she, sending.id)).toBe('QUEUED');
  });

  test('F-52 counts only for the link it was offered over', async () => {
    const { she, hub, sending } = await sent();
    const link = await links.sendsTo(await story.earner(), hub);
    const said = { offer: sending.id, rev: 1, at: 1, state: 'ACCEPTED' };
    expect(await answers({ peer: hub.origin, link }, said)).toBe(false);
    expect(await stateOf(she, sending.id)).toBe('QUEUED');
  });

  test('is an answer to one offer: a refusal that comes late does not end the next one', async () => {
    const { she, hub, link, badge, sending } = await sent();
    const between = { peer: hub.origin, link };
    const declined = {
      offer: sending.id,
      rev: 1,
      at: 1,
      state: 'DECLINED',
      declineReason: 'other',
    };
    expect(await answers(between, declined)).toBe(true);
    expect(await send(she, badge, link)).toMatchObject({ id: sending.id, state: 'QUEUED' });
    expect(await answers(between, declined)).toBe(false);
    expect(await stateOf(she, sending.id)).toBe('QUEUED');
  });

  test('stands, though she took the offer back at the same time', async () => {
    const { she, hub, link, sending } = await sent();
    await graph.data(she.as, WITHDRAW, { id: sending.id });
    const said = { offer: sending.id, rev: 1, at: 1, state: 'ACCEPTED' };
    expect(await answers({ peer: hub.origin, link }, said)).toBe(true);
    expect(await stateOf(she, sending.id)).toBe('ACCEPTED');
  });
});

test('what is taken back after it was delivered is withdrawn there, by a higher rev', async () => {
  const { she, hub, sending } = await sent();
  await links.tellHubs();
  expect(await graph.data(she.as, WITHDRAW, { id: sending.id })).toEqual({
    withdrawBadge: { state: 'WITHDRAWN' },
  });
  await links.tellHubs();
  expect(typesAt(hub)).toEqual(['stream-reset', 'badge-offered', 'badge-withdrawn']);
  const last = hub.inbox.pushes.at(-1)?.payload;
  expect(last).toEqual({ offer: sending.id, rev: 2, reason: 'taken-back' });
});

test('what is taken back before it was sent is never sent', async () => {
  const { she, hub, sending } = await sent();
  graph.clock.pass(1);
  await graph.data(she.as, WITHDRAW, { id: sending.id });
  await links.tellHubs();
  expect(typesAt(hub)).toEqual(['stream-reset', 'stream-noop', 'badge-withdrawn']);
});

test('a badge she removes is withdrawn everywhere', async () => {
  const { she, hub, badge, sending } = await sent();
  graph.clock.pass(1);
  await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id: badge });
  await links.tellHubs();
  const withdrawn = hub.inbox.pushes.find(({ type }) => type === 'badge-withdrawn');
  expect(withdrawn?.payload).toMatchObject({ reason: 'removed', rev: 2 });
  expect(await stateOf(she, sending.id)).toBe('WITHDRAWN');
});

describe('F-57 a link that is closed while ten badges are queued', () => {
  async function queued() {
    const { she, hub, link } = await linked();
    for (const badge of await story.badgesOf(she, 10)) await send(she, badge, link);
    return { she, hub, link };
  }

  test('here: ten places are filled, nothing leaks, and the other hub is told', async () => {
    const { she, hub, link } = await queued();
    await graph.data(she.as, CLOSE, { link });
    await links.tellHubs();
    const told = typesAt(hub);
    expect(told.filter((type) => type === 'stream-noop')).toHaveLength(10);
    expect(told).not.toContain('badge-offered');
    expect(told).toContain('link-closed');
    const states = (await sendingsOf(she)).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 10 }, () => 'CANCELLED'));
    await expectFederationInvariants(graph.parts.database, {
      now: graph.clock.now(),
      peers: [hub.origin],
    });
  });

  test('there: ten places are filled and nothing leaks', async () => {
    const { hub, link } = await queued();
    const { database, clock } = graph.parts;
    const row = await database.connection.collection('links').findOne({ _id: link as never });
    const close = (peer: string) =>
      database.transaction((session) =>
        closedThere({ peer, name: String(row?.['name']) }, { database, clock }, session),
      );
    expect(await close('https://another.example')).toBe(false);
    expect(await close(hub.origin)).toBe(true);
    await links.tellHubs();
    expect(typesAt(hub)).toEqual([
      'stream-reset',
      ...Array.from({ length: 10 }, () => 'stream-noop'),
    ]);
  });
});

describe('all of a kind', () => {
  test('goes over the link: what she has at once, what she gets later by itself', async () => {
    const { she, link } = await linked();
    const issuer = testIssuer(graph, 'https://kind.example');
    const offer = async () => {
      const { urls } = issuer.issue({ recipient: she.email });
      return (await story.push({ assertionUrl: urls.assertion }, she.email)).offerId ?? '';
    };
    const accept = async (id: string) =>
      graph.data(she.as, 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }', { id });
    await accept(await offer());
    await story.badgeOf(she);
    const profile = issuer.issue({ recipient: she.email }).urls.issuer;
    expect(await graph.data(she.as, ALL, { link, issuer: profile })).toEqual({
      sendAllOfAKind: 1,
    });
    expect(await sendingsOf(she)).toHaveLength(1);
    await accept(await offer());
    expect(await sendingsOf(she)).toHaveLength(2);
    await story.badgeOf(she);
    expect(await sendingsOf(she)).toHaveLength(2);

    const { me } = await graph.data<{
      me: { links: readonly { sendingRules: readonly { id: string; issuer: string }[] }[] };
    }>(she.as, '{ me { links { sendingRules { id issuer badgeClass } } } }');
    const [rule] = me.links[0]?.sendingRules ?? [];
    expect(rule).toMatchObject({ issuer: profile, badgeClass: null });
    const stop = `mutation ($link: ID!, $rule: ID!) {
      stopSendingAllOfAKind(link: $link, rule: $rule) { sendingRules { id } } }`;
    expect(await graph.data(she.as, stop, { link, rule: rule?.id })).toEqual({
      stopSendingAllOfAKind: { sendingRules: [] },
    });
    await accept(await offer());
    expect(await sendingsOf(she)).toHaveLength(2);
  });

  test('may be a badge class, and saying it again changes nothing', async () => {
    const { she, link } = await linked();
    const badge = await story.badgeOf(she);
    const row = await graph.parts.database.connection
      .collection('badges')
      .findOne({ _id: badge as never });
    const input = { link, class: String(row?.['badgeClass']) };
    expect(await graph.data(she.as, ALL, input)).toEqual({ sendAllOfAKind: 1 });
    expect(await graph.data(she.as, ALL, input)).toEqual({ sendAllOfAKind: 1 });
    expect(await sendingsOf(she)).toHaveLength(1);
    const { me } = await graph.data<{
      me: { links: readonly { sendingRules: readonly unknown[] }[] };
    }>(she.as, '{ me { links { sendingRules { id } } } }');
    expect(me.links[0]?.sendingRules).toHaveLength(1);
  });

  test.each([
    ['no kind', {}],
    ['two kinds', { issuer: 'https://i.example/', class: 'https://c.example/' }],
  ])('is refused with %s', async (_what, kind) => {
    const { she, link } = await linked();
    expect(await graph.refusal(she.as, ALL, { link, ...kind })).toBe('BAD_INPUT');
  });
});

describe('a badge that hubs do not take', () => {
  const TOO_LARGE = Buffer.alloc(2 * 1024 * 1024 + 1, 32);

  test('is not sent, and does not keep the others of its kind', async () => {
    const { she, link } = await linked();
    const [large = '', small = ''] = await story.badgesOf(she, 2);
    const badges = graph.parts.database.connection.collection('badges');
    await badges.updateOne({ _id: large as never }, { $set: { original: TOO_LARGE } });
    expect(await graph.refusal(she.as, SEND, { badge: large, link })).toBe('TOO_LARGE');
    expect(await sendingsOf(she)).toEqual([]);
    const row = await badges.findOne({ _id: small as never });
    expect(await graph.data(she.as, ALL, { link, class: String(row?.['badgeClass']) })).toEqual({
      sendAllOfAKind: 2,
    });
    expect(await sendingsOf(she)).toHaveLength(1);
  });

  test('becomes hers all the same when a rule would send it', async () => {
    const { she, link } = await linked();
    const first = await story.badgeOf(she);
    const { connection } = graph.parts.database;
    const row = await connection.collection('badges').findOne({ _id: first as never });
    await graph.data(she.as, ALL, { link, class: String(row?.['badgeClass']) });
    const offer = await story.offerTo(she.email);
    await connection
      .collection('offers')
      .updateOne({ _id: offer as never }, { $set: { original: TOO_LARGE } });
    await graph.data(she.as, 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }', { id: offer });
    expect(await sendingsOf(she)).toHaveLength(1);
    const { me } = await graph.data<{ me: { badges: { edges: readonly unknown[] } } }>(
      she.as,
      '{ me { badges { edges { node { id } } } } }',
    );
    expect(me.badges.edges).toHaveLength(2);
  });
});

test('a link that the other hub named before is not kept a second time, and the first stays open', async () => {
  const { she, hub, link } = await linked();
  const { database, clock } = graph.parts;
  const row = await database.connection.collection('links').findOne({ _id: link as never });
  const again = {
    earner: (await story.earner()).as.earner,
    peer: hub.origin,
    name: String(row?.['name']),
    deliveryAddress: 'rcp_other',
  };
  const deps = { ...graph.parts, tell: tellPeers(database, clock) };
  await expect(keepLink(again, deps)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await graph.data(she.as, '{ me { links { id } } }')).toEqual({
    me: { links: [{ id: link }] },
  });
});

test('a code that is answered twice closes no link', async () => {
  const she = await story.earner();
  const hub = await links.otherHub();
  const { link } = await links.receivesFrom(she, hub);
  const { database, clock } = graph.parts;
  const deps = { ...graph.parts, tell: tellPeers(database, clock) };
  expect(await redeemLink({ earner: she.as.earner, peer: hub.origin }, deps)).toBeNull();
  expect(await graph.data(she.as, '{ me { links { id } } }')).toEqual({
    me: { links: [{ id: link }] },
  });
});

test('two accounts that become one keep their sendings, and one link to each hub', async () => {
  const { she, hub, link } = await linked();
  const other = await story.earner();
  const doubled = await links.sendsTo(other, hub);
  const { database, clock } = graph.parts;
  const belongings = linkBelongings({ ...graph.parts, tell: tellPeers(database, clock) });
  await database.transaction((session) => belongings.move(other.as.earner, she.as.earner, session));
  const { me } = await graph.data<{ me: { links: readonly { id: string }[] } }>(
    she.as,
    '{ me { links { id } } }',
  );
  expect(me.links.map(({ id }) => id)).toEqual([link]);
  const row = await database.connection.collection('links').findOne({ _id: doubled as never });
  expect(row?.['state']).toBe('CLOSED');
});
