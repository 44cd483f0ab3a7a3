import { describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { linkEventHandlers } from '../../src/app/wire-link-events.js';
import type { EventPayloads } from '../../src/federation/index.js';
import { recheckJobModel } from '../../subgraphs/verification/recheck-job.model.js';
import { runs } from '../support/counts.js';
import type { HostedBadge } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { holdingsOn } from './held-badge.js';
import { linksOn } from './link-story.js';
import type { OtherHub } from './link-story.js';
import { importsOn } from './import-story.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const links = linksOn(graph);
const holdings = holdingsOn(graph, story);

type Offered = EventPayloads['badge-offered'];
interface ShownOffer {
  readonly id: string;
  readonly state: string;
  readonly deliveredBy: string;
  readonly badge: { readonly name: string; readonly issuerName: string };
  readonly report: {
    readonly verdict: string;
    readonly findings: readonly { readonly check: string; readonly outcome: string }[];
  };
}

const OFFERS = `{ id state deliveredBy badge { name issuerName }
  report { verdict findings { check outcome } } }`;
const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id name } }';
const DECLINE = `mutation ($id: ID!, $reason: DeclineReason) {
  declineOffer(id: $id, reason: $reason) { state } }`;
const DAY_MS = 86_400_000;

const bytesOf = (badge: HostedBadge): Buffer => Buffer.from(JSON.stringify(badge.assertion));
const digest = (bytes: Uint8Array): string =>
  `sha-256:${createHash('sha256').update(bytes).digest('base64url')}`;

/** An offer of this badge, as an honest hub makes it. */
function offerOf(badge: HostedBadge, changes: Partial<Offered> = {}): Offered {
  const bytes = bytesOf(badge);
  return {
    offer: `of_${randomBytes(8).toString('hex')}`,
    rev: 1,
    credential: {
      id: badge.urls.assertion,
      issuer: badge.urls.issuer,
      format: 'ob2-json',
      digest: digest(bytes),
      size: bytes.length,
      inline: bytes.toString('base64url'),
    },
    display: { name: 'Welding', issuerName: 'School of Metal' },
    expires: Math.floor(graph.clock.now().getTime() / 1000) + 30 * 86_400,
    ...changes,
  };
}

/** As long, and a badge as good as the real one to whoever asks its issuer only. */
const redated = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString().replace('"issuedOn":"2024', '"issuedOn":"2023'));

/** The same, with its bytes at the other hub. */
function byReference(
  badge: HostedBadge,
  { origin }: OtherHub,
  answers: readonly (Buffer | number)[],
) {
  const offered = offerOf(badge);
  const { inline: _inline, ...credential } = offered.credential;
  const href = `${origin}/federation/v1/offers/${offered.offer}/credential`;
  const asked: Readonly<Record<string, string>>[] = [];
  graph.issuers.set(origin, (url, want) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(want.headers ?? {});
    if (answer === undefined || answer === 0) {
      return Promise.resolve({ kind: 'unreachable', because: 'not-reached' });
    }
    const isStatus = typeof answer === 'number';
    return Promise.resolve({
      kind: 'answered',
      url,
      status: isStatus ? answer : 200,
      body: isStatus ? new Uint8Array() : answer,
    });
  });
  const event = { ...offered, credential: { ...credential, href } } as Offered;
  return { event, asked };
}

/** An event from a hub, applied as the inbox does. */
function hear<Type extends keyof ReturnType<typeof linkEventHandlers>>(
  type: Type,
  from: { readonly peer: string; readonly deliveryAddress?: string },
  payload: EventPayloads[Type],
): Promise<boolean> {
  const { database } = graph.parts;
  const apply = linkEventHandlers(graph.parts)[type] as (
    given: object,
    context: object,
  ) => Promise<boolean>;
  return database.transaction((session) =>
    apply(payload, { deliveryAddress: '', ...from, session }),
  );
}

async function waiting(
  { as }: TestEarner,
  where: 'inbox' | 'quarantine' = 'inbox',
): Promise<readonly ShownOffer[]> {
  const { me } = await graph.data<{
    me: Record<string, { edges: readonly { node: ShownOffer }[] }>;
  }>(as, `{ me { ${where}(first: 100) { edges { node ${OFFERS} } } } }`);
  return me[where]?.edges.map(({ node }) => node) ?? [];
}

const offerById = async ({ as }: TestEarner, id: string): Promise<ShownOffer | null> =>
  (
    await graph.data<{ offer: ShownOffer | null }>(
      as,
      `query ($id: ID!) { offer(id: $id) ${OFFERS} }`,
      {
        id,
      },
    )
  ).offer;

const badgesOf = async ({ as }: TestEarner): Promise<number> =>
  (
    await graph.data<{ me: { badges: { edges: readonly unknown[] } } }>(
      as,
      '{ me { badges(first: 100) { edges { node { id } } } } }',
    )
  ).me.badges.edges.length;

async function linked(acceptsFrom: readonly string[] = [], state?: 'ACTIVE' | 'LIMITED') {
  const she = await story.earner();
  const hub = await links.otherHub(state);
  const { link, deliveryAddress } = await links.receivesFrom(she, hub, acceptsFrom);
  return { she, hub, link, from: { peer: hub.origin, deliveryAddress } };
}

/** One offer in her inbox. */
async function offered(changes: Partial<Offered> = {}) {
  const { she, hub, link, from } = await linked();
  const badge = story.issuer.issue({ recipient: she.email });
  const event = offerOf(badge, changes);
  expect(await hear('badge-offered', from, event)).toBe(true);
  const [offer] = await waiting(she);
  if (offer === undefined) throw new Error('nothing waits');
  return { she, hub, link, from, badge, event, offer };
}

const answersTo = async (hub: OtherHub) => {
  await links.tellHubs();
  return [...hub.inbox.kept.values()].filter(({ type }) => type.startsWith('offer-'));
};

test('an offer waits in her inbox, unopened, and says who delivered it', async () => {
  const { offer, hub } = await offered();
  expect(offer).toMatchObject({
    state: 'PENDING',
    deliveredBy: hub.origin,
    badge: { name: 'Welding', issuerName: 'School of Metal' },
    report: { verdict: 'UNVERIFIABLE', findings: [{ check: 'FETCH', outcome: 'SKIPPED' }] },
  });
  expect(await answersTo(hub)).toEqual([]);
});

test('accepting asks the issuer itself, and tells the other hub', async () => {
  const { she, hub, offer, event, badge } = await offered();
  const before = story.issuer.asked(badge.urls.assertion);
  await graph.data(she.as, ACCEPT, { id: offer.id });
  expect(story.issuer.asked(badge.urls.assertion)).toBeGreaterThan(before);
  expect(await badgesOf(she)).toBe(1);
  expect(await waiting(she)).toEqual([]);
  const [answer, ...others] = await answersTo(hub);
  expect(others).toEqual([]);
  expect(answer).toMatchObject({
    type: 'offer-accepted',
    payload: { offer: event.offer, rev: 1, at: expect.any(Number) },
  });
  expect(await graph.data(she.as, ACCEPT, { id: offer.id })).toMatchObject({ acceptOffer: {} });
});

test('what she declines is told with her reason', async () => {
  const { she, hub, offer, event } = await offered();
  await graph.data(she.as, DECLINE, { id: offer.id, reason: 'SPAM' });
  expect(await answersTo(hub)).toMatchObject([
    { type: 'offer-declined', payload: { offer: event.offer, rev: 1, reason: 'spam' } },
  ]);
});

test('the same badge through two hubs and a push is one badge', async () => {
  const { she, offer, badge } = await offered();
  const second = await links.otherHub();
  const { deliveryAddress } = await links.receivesFrom(she, second);
  await hear('badge-offered', { peer: second.origin, deliveryAddress }, offerOf(badge));
  const { offerId } = await story.push({ assertionUrl: badge.urls.assertion }, she.email);
  const ids: string[] = [];
  for (const { id } of await waiting(she)) {
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(she.as, ACCEPT, {
      id,
    });
    ids.push(acceptOffer.id);
  }
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
  expect([offer.id, offerId]).not.toContain(null);
});

describe('bytes at the other hub', () => {
  async function referred(answers: (bytes: Buffer) => readonly (Buffer | number)[]) {
    const { she, hub, from } = await linked();
    const badge = story.issuer.issue({ recipient: she.email });
    const { event, asked } = byReference(badge, hub, answers(bytesOf(badge)));
    await hear('badge-offered', from, event);
    const [offer] = await waiting(she);
    return { she, hub, event, asked, id: offer?.id ?? '' };
  }

  test('are fetched when she accepts, with a token of this hub', async () => {
    const { she, asked, id } = await referred((bytes) => [bytes]);
    expect(asked).toEqual([]);
    await graph.data(she.as, ACCEPT, { id });
    expect(asked).toEqual([
      { authorization: expect.stringMatching(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/) },
    ]);
    expect(await badgesOf(she)).toBe(1);
  });

  test.each([
    ['other bytes', (bytes: Buffer) => [Buffer.from(bytes.toString().replace('{', '{ '))]],
    ['other bytes of the same length', (bytes: Buffer) => [redated(bytes)]],
    ['nothing', () => [404]],
    ['nothing any more', () => [410]],
  ])('F-55 that are %s close the offer and are never a badge', async (_what, answers) => {
    const { she, hub, event, id } = await referred(answers);
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBe('OFFER_CLOSED');
    expect(await badgesOf(she)).toBe(0);
    expect(await offerById(she, id)).toMatchObject({ state: 'DECLINED' });
    expect(await answersTo(hub)).toMatchObject([
      { type: 'offer-declined', payload: { offer: event.offer, reason: 'other' } },
    ]);
  });

  test('F-55 that are others at the second fetch close the offer, too', async () => {
    const { she, hub, from } = await linked();
    const badge = story.issuer.issue({ recipient: 'not-hers@example.org' });
    const bytes = bytesOf(badge);
    const { event } = byReference(badge, hub, [bytes, Buffer.alloc(bytes.length, 32)]);
    await hear('badge-offered', from, event);
    const [offer] = await waiting(she);
    expect(await graph.refusal(she.as, ACCEPT, { id: offer?.id })).toBe('NOT_YOUR_BADGE');
    expect(await graph.refusal(she.as, ACCEPT, { id: offer?.id })).toBe('OFFER_CLOSED');
    expect(await badgesOf(she)).toBe(0);
  });

  test('at a hub that does not answer leave the offer as it is', async () => {
    const { she, id } = await referred((bytes) => [0, 503, bytes]);
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBe('UNAVAILABLE');
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBe('UNAVAILABLE');
    await graph.data(she.as, ACCEPT, { id });
    expect(await badgesOf(she)).toBe(1);
  });

  test('are asked of nobody but the hub that made the offer', async () => {
    const { she, from } = await linked();
    const other = await links.otherHub();
    const badge = story.issuer.issue({ recipient: she.email });
    const { event, asked } = byReference(badge, other, [bytesOf(badge)]);
    await hear('badge-offered', from, event);
    const [offer] = await waiting(she);
    expect(await graph.refusal(she.as, ACCEPT, { id: offer?.id })).toBe('OFFER_CLOSED');
    expect(asked).toEqual([]);
  });
});

test.each([
  ['F-55 are others than promised', { digest: digest(Buffer.from('x')) }],
  ['F-55 are more than promised', { size: 1 }],
])('an offer whose bytes %s is forgotten', async (_what, wrong) => {
  const { she, from } = await linked();
  const event = offerOf(story.issuer.issue({ recipient: she.email }));
  const credential = { ...event.credential, ...wrong };
  expect(await hear('badge-offered', from, { ...event, credential })).toBe(false);
  expect(await waiting(she)).toEqual([]);
});

test('bytes of another badge than the one named close the offer', async () => {
  const { she, from } = await linked();
  const event = offerOf(story.issuer.issue({ recipient: she.email }));
  const named = story.issuer.issue({ recipient: she.email }).urls.assertion;
  await hear('badge-offered', from, { ...event, credential: { ...event.credential, id: named } });
  const [offer] = await waiting(she);
  expect(await graph.refusal(she.as, ACCEPT, { id: offer?.id })).toBe('OFFER_CLOSED');
  expect(await badgesOf(she)).toBe(0);
});

test('a badge its issuer revoked is closed, and its report says why', async () => {
  const { she, badge, offer } = await offered();
  story.issuer.answers(badge.urls.assertion, { status: 410 });
  expect(await graph.refusal(she.as, ACCEPT, { id: offer.id })).toBe('OFFER_CLOSED');
  expect(await offerById(she, offer.id)).toMatchObject({
    state: 'DECLINED',
    report: { verdict: 'REVOKED' },
  });
});

describe('F-60 a badge of hers', () => {
  test('that was issued to another address she proved is accepted', async () => {
    const { she, from } = await linked();
    const email = story.newAddress();
    await importsOn(graph).proveAddress(she, email);
    await hear('badge-offered', from, offerOf(story.issuer.issue({ recipient: email })));
    const [offer] = await waiting(she);
    await graph.data(she.as, ACCEPT, { id: offer?.id });
    expect(await badgesOf(she)).toBe(1);
  });

  test('that was issued to an address she did not prove stays an offer, until she does', async () => {
    const { she, hub, from } = await linked();
    const email = story.newAddress();
    await hear('badge-offered', from, offerOf(story.issuer.issue({ recipient: email })));
    const [offer] = await waiting(she);
    expect(await graph.refusal(she.as, ACCEPT, { id: offer?.id })).toBe('NOT_YOUR_BADGE');
    const [still] = await waiting(she);
    expect(still?.report.verdict).toBe('VALID');
    expect(still?.report.findings).toContainEqual({ check: 'RECIPIENT', outcome: 'WARN' });
    expect(await badgesOf(she)).toBe(0);
    expect(await answersTo(hub)).toEqual([]);
    await importsOn(graph).proveAddress(she, email);
    await graph.data(she.as, ACCEPT, { id: offer?.id });
    expect(await badgesOf(she)).toBe(1);
  });
});

describe('a withdrawal', () => {
  test('takes a waiting offer away', async () => {
    const { she, from, event, offer } = await offered();
    const said = { offer: event.offer, rev: 2, reason: 'taken-back' };
    expect(await hear('badge-withdrawn', from, said)).toBe(true);
    expect(await waiting(she)).toEqual([]);
    expect(await offerById(she, offer.id)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await graph.refusal(she.as, ACCEPT, { id: offer.id })).toBe('OFFER_CLOSED');
  });

  test('leaves what she accepted', async () => {
    const { she, from, event, offer } = await offered();
    await graph.data(she.as, ACCEPT, { id: offer.id });
    expect(await hear('badge-withdrawn', from, { offer: event.offer, rev: 2, reason: 'x' })).toBe(
      false,
    );
    expect(await badgesOf(she)).toBe(1);
    expect(await offerById(she, offer.id)).toMatchObject({ state: 'ACCEPTED' });
  });

  test('that overtook its offer keeps it from coming back; a newer offer comes', async () => {
    const { she, from } = await linked();
    const event = offerOf(story.issuer.issue({ recipient: she.email }));
    const said = { offer: event.offer, rev: 2, reason: 'x' };
    expect(await hear('badge-withdrawn', from, said)).toBe(true);
    expect(await hear('badge-offered', from, event)).toBe(false);
    expect(await waiting(she)).toEqual([]);
    expect(await hear('badge-offered', from, { ...event, rev: 3 })).toBe(true);
    expect(await waiting(she)).toHaveLength(1);
  });

  test('and an offer count once, by their rev', async () => {
    const { she, from, event } = await offered();
    expect(await hear('badge-offered', from, event)).toBe(false);
    expect(await hear('badge-withdrawn', from, { offer: event.offer, rev: 1, reason: 'x' })).toBe(
      false,
    );
    expect(await waiting(she)).toHaveLength(1);
  });
});

describe('F-52 what a hub says of what is not its own', () => {
  test('a withdrawal of another hub’s offer changes nothing', async () => {
    const { she, event, from } = await offered();
    const other = await links.otherHub();
    const said = { offer: event.offer, rev: 9, reason: 'x' };
    const own = await links.receivesFrom(await story.earner(), other);
    for (const forged of [
      { peer: other.origin, deliveryAddress: from.deliveryAddress },
      { peer: other.origin, deliveryAddress: own.deliveryAddress },
    ]) {
      await hear('badge-withdrawn', forged, said);
    }
    expect(await waiting(she)).toHaveLength(1);
  });

  test('a link of another hub is not closed', async () => {
    const { she, link } = await linked();
    const other = await links.otherHub();
    expect(await hear('link-closed', { peer: other.origin }, { link, at: 1 })).toBe(false);
    const { me } = await graph.data<{ me: { links: readonly { id: string }[] } }>(
      she.as,
      '{ me { links { id } } }',
    );
    expect(me.links).toMatchObject([{ id: link }]);
  });

  test('a hint “revoked” for a valid badge sets no status and makes the hub ask the issuer', async () => {
    const held = await holdings.hold();
    const before = await holdings.report(held.badge);
    const hint = {
      credential: { id: held.urls.assertion, issuer: held.urls.issuer },
      observed: 'revoked',
      source: 'https://rumours.example',
    } as const;
    const { origin: peer } = await links.otherHub();
    expect(await hear('badge-status-hint', { peer }, hint)).toBe(true);
    expect(await holdings.report(held.badge)).toEqual(before);
    expect((await holdings.job(held.badge)).dueAt).toEqual(graph.clock.now());
    const asked = held.issuer.asked(held.urls.assertion);
    await holdings.recheck();
    expect(held.issuer.asked(held.urls.assertion)).toBeGreaterThan(asked);
    expect((await holdings.report(held.badge)).verdict).toBe('VALID');
  });

  test('a hint is a reason to ask once an hour, whoever gives it', async () => {
    const held = await holdings.hold();
    const { origin: peer } = await links.otherHub();
    const credential = { id: held.urls.assertion, issuer: held.urls.issuer };
    const hint = { credential, observed: 'updated', source: 'x' } as const;
    await hear('badge-status-hint', { peer }, hint);
    await holdings.recheck();
    const { dueAt } = await holdings.job(held.badge);
    await hear('badge-status-hint', { peer: 'https://other.example' }, hint);
    expect((await holdings.job(held.badge)).dueAt).toEqual(dueAt);
    graph.clock.pass(DAY_MS / 24);
    await hear('badge-status-hint', { peer }, hint);
    expect((await holdings.job(held.badge)).dueAt).toEqual(graph.clock.now());
  });

  test('a hint about a badge nobody has here does nothing', async () => {
    const { database } = graph.parts;
    const jobs = await database.model(recheckJobModel).find().lean();
    const credential = { id: 'https://i.example/1', issuer: 'https://i.example/' };
    const hint = { credential, observed: 'revoked', source: 'x' } as const;
    expect(await hear('badge-status-hint', { peer: 'https://h.example' }, hint)).toBe(false);
    expect(await database.model(recheckJobModel).find().lean()).toEqual(jobs);
  });
});

test('a link she closed here takes nothing any more, and what came before still waits', async () => {
  const { she, hub, link, from, offer } = await offered();
  await graph.data(she.as, 'mutation ($l: ID!) { closeLink(link: $l) }', { l: link });
  const event = offerOf(story.issuer.issue({ recipient: she.email }));
  expect(await hear('badge-offered', from, event)).toBe(false);
  expect((await waiting(she)).map(({ id }) => id)).toEqual([offer.id]);
  await graph.data(she.as, ACCEPT, { id: offer.id });
  expect(await badgesOf(she)).toBe(1);
  await links.tellHubs();
  const types = [...hub.inbox.kept.values()].map(({ type }) => type);
  expect(types).toContain('link-closed');
  expect(types).not.toContain('offer-accepted');
});

test('F-50 a delivery address that is nobody’s is dealt with like one that is somebody’s', async () => {
  const { hub, from } = await linked();
  const event = (recipient: string) => offerOf(story.issuer.issue({ recipient }));
  const before = story.issuer.requests.length;
  await hear('badge-offered', from, event('somebody@example.org'));
  const nobody = { peer: hub.origin, deliveryAddress: 'rcp_nobody' };
  expect(await hear('badge-offered', nobody, event('nobody@example.org'))).toBe(false);
  await links.tellHubs();
  // Neither is answered, and for neither is anybody asked.
  expect(hub.inbox.pushes).toEqual([]);
  expect(story.issuer.requests).toHaveLength(before);
});

describe('F-53 a hub that offers very many badges', () => {
  const OFFERS_SENT = runs(120, 10_000);

  async function flood(state: 'ACTIVE' | 'LIMITED') {
    const { she, hub, from } = await linked([], state);
    const event = offerOf(story.issuer.issue({ recipient: she.email }));
    for (let sent = 0; sent < OFFERS_SENT; sent += 1) {
      await hear('badge-offered', from, { ...event, offer: `of_${String(sent)}` });
    }
    const peer = await graph.parts.database.connection
      .collection('peers')
      .findOne({ _id: hub.origin as never });
    return { she, hub, from, event, floodedAt: peer?.['floodedAt'] as Date | undefined };
  }

  test('and is trusted with little fills its 50 places a day in quarantine, and is noted', async () => {
    const { she, from, event, floodedAt } = await flood('LIMITED');
    expect(await waiting(she)).toEqual([]);
    expect(await waiting(she, 'quarantine')).toHaveLength(50);
    expect(floodedAt).toEqual(graph.clock.now());
    graph.clock.pass(DAY_MS);
    expect(await hear('badge-offered', from, { ...event, offer: 'of_tomorrow' })).toBe(true);
    expect(await waiting(she, 'quarantine')).toHaveLength(51);
  });

  test('and is trusted fills 50 places a day in the inbox, then the quarantine, and is noted', async () => {
    const { she, floodedAt } = await flood('ACTIVE');
    expect(await waiting(she)).toHaveLength(50);
    const kept = await waiting(she, 'quarantine');
    expect(kept).toHaveLength(Math.min(OFFERS_SENT - 50, 100));
    expect(floodedAt).toEqual(graph.clock.now());
  });

  test('and is trusted with little gets nothing into the inbox by a withdrawal before the offer', async () => {
    const { she, from } = await linked([], 'LIMITED');
    const event = offerOf(story.issuer.issue({ recipient: she.email }));
    await hear('badge-withdrawn', from, { offer: event.offer, rev: 1, reason: 'x' });
    expect(await hear('badge-offered', from, { ...event, rev: 2 })).toBe(true);
    expect(await waiting(she)).toEqual([]);
    expect(await waiting(she, 'quarantine')).toHaveLength(1);
  });

  test.each(['ACTIVE', 'LIMITED'] as const)(
    'makes this hub remember no more withdrawals than offers: %s',
    async (state) => {
      const { from } = await linked([], state);
      for (let sent = 0; sent < 60; sent += 1) {
        const said = { offer: `of_${String(sent)}`, rev: 1, reason: 'x' };
        await hear('badge-withdrawn', from, said);
      }
      const kept = await graph.parts.database.connection
        .collection('offers')
        .countDocuments({ recipient: from.deliveryAddress });
      expect(kept).toBe(50);
    },
  );

  test('cannot keep her from accepting one of them', async () => {
    const { she } = await flood('LIMITED');
    const [one] = await waiting(she, 'quarantine');
    await graph.data(she.as, ACCEPT, { id: one?.id });
    expect(await badgesOf(she)).toBe(1);
  });
});

test('a hub has at most 5,000 offers waiting in inboxes; the next one goes to quarantine', async () => {
  const { she, hub, from } = await linked();
  const rows = Array.from({ length: 5_000 }, (_, at) => ({
    _id: `off_${hub.origin}_${String(at)}`,
    recipient: `rcp_${String(at % 500)}`,
    digest: `offer:${String(at)}`,
    state: 'PENDING',
    receivedAt: new Date(0),
    foreign: { peer: hub.origin },
  }));
  const { database } = graph.parts;
  await database.connection.collection('offers').insertMany(rows as never);
  await hear('badge-offered', from, offerOf(story.issuer.issue({ recipient: she.email })));
  expect(await waiting(she)).toEqual([]);
  expect(await waiting(she, 'quarantine')).toHaveLength(1);
  await database.connection.collection('offers').deleteMany({ 'foreign.peer': hub.origin });
});

test.each([
  ['a script', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['marks that turn text around', 'Good\u202E\u2066 badge\u200F', 'Good badge'],
  ['controls and line ends', 'One\r\n\u0000two\u2028three', 'One two three'],
  ['one megabyte', 'x'.repeat(1_000_000), 'x'.repeat(200)],
  ['nothing that is seen', '\u202E\u0007 ', '–'],
])('F-54 a name that holds %s is one short line of plain text', async (_what, name, shown) => {
  const { offer } = await offered({ display: { name, issuerName: name } });
  expect(offer.badge).toEqual({ name: shown, issuerName: shown });
});

describe('an issuer whose badges she accepts without a click', () => {
  const trusted = (badge: HostedBadge) => [badge.urls.issuer];

  async function ruled() {
    const she = await story.earner();
    const badge = story.issuer.issue({ recipient: she.email });
    const hub = await links.otherHub();
    const { deliveryAddress } = await links.receivesFrom(she, hub, trusted(badge));
    const from = { peer: hub.origin, deliveryAddress };
    await hear('badge-offered', from, offerOf(badge));
    return { she, hub, badge, from };
  }

  test('is trusted over this link, after its badge was checked', async () => {
    const { she, hub } = await ruled();
    expect(await badgesOf(she)).toBe(0);
    await graph.worker.acceptTrusted();
    expect(await badgesOf(she)).toBe(1);
    expect(await answersTo(hub)).toMatchObject([{ type: 'offer-accepted' }]);
  });

  test('F-56 is not, while the keys of the hub are in question', async () => {
    const { she, hub } = await ruled();
    await links.setState(hub, 'KEY_REVIEW');
    await graph.worker.acceptTrusted();
    expect(await badgesOf(she)).toBe(0);
    expect(await waiting(she)).toHaveLength(1);
  });

  test('is not for what comes over another link', async () => {
    const { she, badge } = await ruled();
    await graph.worker.acceptTrusted();
    const second = story.issuer.issue({ recipient: she.email });
    expect(second.urls.issuer).toBe(badge.urls.issuer);
    const other = await links.otherHub();
    const { deliveryAddress } = await links.receivesFrom(she, other);
    await hear('badge-offered', { peer: other.origin, deliveryAddress }, offerOf(second));
    await graph.worker.acceptTrusted();
    expect(await badgesOf(she)).toBe(1);
    expect(await waiting(she)).toHaveLength(1);
  });

  test('is not, when a hub only says that it is that issuer', async () => {
    const { she, from, badge } = await ruled();
    await graph.worker.acceptTrusted();
    const real = await holdings.hold({ she: await story.earner() });
    const bytes = Buffer.from(JSON.stringify(real.assertion));
    const event = offerOf(badge);
    const credential = {
      id: real.urls.assertion,
      issuer: badge.urls.issuer,
      format: 'ob2-json',
      digest: digest(bytes),
      size: bytes.length,
      inline: bytes.toString('base64url'),
    };
    await hear('badge-offered', from, { ...event, credential });
    await graph.worker.acceptTrusted();
    expect(await badgesOf(she)).toBe(1);
    expect(await waiting(she)).toEqual([]);
  });
});

test('she is told by mail once that something waits', async () => {
  const { she } = await offered();
  await graph.worker.acceptTrusted();
  const before = graph.mails.filter(({ to }) => to === she.email).length;
  await graph.worker.sendDigests();
  expect(graph.mails.filter(({ to }) => to === she.email)).toHaveLength(before + 1);
});
