import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { noticeModel } from '../../subgraphs/earner/notices/notice.model.js';
import { PATIENCE_MS } from '../../subgraphs/verification/settle.js';
import { testGraph } from '../support/graph.js';
import { DAY_MS, REMOVE, holdingsOn } from './held-badge.js';
import type { HeldBadge } from './held-badge.js';
import { readNotices } from './read-notices.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const holdings = holdingsOn(graph, story);

const READ = 'mutation ($ids: [ID!]!) { markNoticesRead(ids: $ids) { id readAt } }';
const EARNER = 'query ($id: ID!) { earner(id: $id) { notices { edges { node { id } } } } }';

const noticesOf = (as: Principal, page?: { first?: number; after?: string }) =>
  readNotices(graph, as, page);
const kindsFor = async ({ she }: HeldBadge) =>
  (await noticesOf(she.as)).edges.map(({ node }) => node.kind);

/** The issuer writes other things into the badge. */
function change({ issuer, urls, assertion }: HeldBadge, members: object): void {
  issuer.answers(urls.assertion, { body: bytes({ ...assertion, ...members }) });
}

const bytes = (document: object) => new TextEncoder().encode(JSON.stringify(document));

describe('she is told, once,', () => {
  test('when the hosted badge is no longer what she accepted, and keeps her own copy', async () => {
    const held = await holdings.hold();
    const copy = 'query ($id: ID!) { badge(id: $id) { credential } }';
    const before = await graph.data(held.she.as, copy, { id: held.badge });
    change(held, { narrative: 'Something else.' });
    expect(await holdings.reverify(held)).toBe('VALID');
    const { edges } = await noticesOf(held.she.as);
    expect(edges).toMatchObject([
      {
        node: {
          kind: 'BADGE_CHANGED',
          says: expect.stringContaining('"narrative"') as unknown,
          at: graph.clock.now().toISOString(),
          badge: { id: held.badge, name: 'Welding, level 1' },
          readAt: null,
        },
      },
    ]);
    await holdings.reverify(held);
    await holdings.reverify(held);
    expect(await kindsFor(held)).toEqual(['BADGE_CHANGED']);
    expect(await graph.data(held.she.as, copy, { id: held.badge })).toEqual(before);
  });

  test('when it names somebody else now, which makes it INVALID', async () => {
    const held = await holdings.hold();
    change(held, { recipient: { type: 'email', hashed: false, identity: 'else@example.org' } });
    expect(await holdings.reverify(held)).toBe('INVALID');
    expect(await kindsFor(held)).toEqual(['BADGE_CHANGED']);
  });

  test('when its issuer took it back, by the worker as well', async () => {
    const held = await holdings.hold();
    held.issuer.answers(held.urls.assertion, { status: 410 });
    graph.clock.pass(DAY_MS);
    await holdings.recheck();
    expect(await kindsFor(held)).toEqual(['BADGE_REVOKED']);
    await holdings.reverify(held);
    expect(await kindsFor(held)).toEqual(['BADGE_REVOKED']);
  });

  test('when its time is over, also while its issuer is away', async () => {
    const expires = new Date(graph.clock.now().getTime() + DAY_MS).toISOString();
    const held = await holdings.hold({ expires });
    held.issuer.unplug();
    graph.clock.pass(DAY_MS + 1_000);
    expect(await holdings.reverify(held)).toBe('EXPIRED');
    held.issuer.plugIn();
    await holdings.reverify(held);
    expect(await kindsFor(held)).toEqual(['BADGE_EXPIRED']);
  });

  test('and not again after a silence of more than 30 days', async () => {
    const held = await holdings.hold();
    change(held, { narrative: 'Something else.' });
    await holdings.reverify(held);
    held.issuer.unplug();
    await holdings.reverify(held);
    graph.clock.pass(PATIENCE_MS);
    expect(await holdings.reverify(held)).toBe('UNVERIFIABLE');
    held.issuer.plugIn();
    expect(await holdings.reverify(held)).toBe('VALID');
    expect(await kindsFor(held)).toEqual(['BADGE_CHANGED']);
  });

  test('but not of a badge that says the same, in whatever order', async () => {
    const held = await holdings.hold();
    await holdings.reverify(held);
    const reversed = Object.fromEntries(Object.entries(held.assertion).reverse());
    held.issuer.answers(held.urls.assertion, { body: bytes(reversed) });
    await holdings.reverify(held);
    expect(await kindsFor(held)).toEqual([]);
  });

  test('but not of what was so when she accepted it', async () => {
    const expires = new Date(graph.clock.now().getTime() - DAY_MS).toISOString();
    const held = await holdings.hold({ expires });
    expect(await holdings.reverify(held)).toBe('EXPIRED');
    expect(await kindsFor(held)).toEqual([]);
  });
});

describe('notices', () => {
  interface Told {
    readonly she: TestEarner;
    /** Badges that were taken back, one after the other. */
    readonly badges: readonly string[];
  }

  async function toldThrice(): Promise<Told> {
    const she = await story.earner();
    const badges: string[] = [];
    for (let made = 0; made < 3; made += 1) {
      const held = await holdings.hold({ she });
      held.issuer.answers(held.urls.assertion, { status: 410 });
      await holdings.reverify(held);
      badges.push(held.badge);
    }
    return { she, badges };
  }

  test('come newest first, page by page', async () => {
    const { she, badges } = await toldThrice();
    const newest = [...badges].reverse();
    const first = await noticesOf(she.as, { first: 2 });
    expect(first.edges.map(({ node }) => node.badge?.id)).toEqual(newest.slice(0, 2));
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await noticesOf(she.as, { first: 2, after: first.pageInfo.endCursor });
    expect(rest.edges.map(({ node }) => node.badge?.id)).toEqual(newest.slice(2));
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  test('are for herself alone, and so are their cursors', async () => {
    const { she } = await toldThrice();
    const stranger = await story.earner();
    const id = she.as.earner;
    for (const as of [ANONYMOUS, stranger.as]) {
      expect(await graph.data(as, EARNER, { id })).toEqual({ earner: { notices: null } });
    }
    const { pageInfo } = await noticesOf(she.as, { first: 1 });
    const theirs = 'query ($after: String) { me { notices(after: $after) { edges { cursor } } } }';
    const after = pageInfo.endCursor;
    expect(await graph.refusal(stranger.as, theirs, { after })).toBe('BAD_CURSOR');
  });

  test('are read when she says so, the first time', async () => {
    const { she } = await toldThrice();
    const { edges } = await noticesOf(she.as);
    const ids = edges.slice(1).map(({ node }) => node.id);
    const readAt = graph.clock.now().toISOString();
    const answer = { markNoticesRead: ids.map((id) => ({ id, readAt })) };
    expect(await graph.data(she.as, READ, { ids })).toEqual(answer);
    graph.clock.pass(DAY_MS);
    expect(await graph.data(she.as, READ, { ids })).toEqual(answer);
    const read = (await noticesOf(she.as)).edges.map(({ node }) => node.readAt);
    expect(read).toEqual([null, readAt, readAt]);
  });

  test('of others nobody reads, and nobody learns whether there are any', async () => {
    const { she } = await toldThrice();
    const ids = (await noticesOf(she.as)).edges.map(({ node }) => node.id);
    const stranger = await story.earner();
    const nothing = { markNoticesRead: [] };
    expect(await graph.data(stranger.as, READ, { ids })).toEqual(nothing);
    expect(await graph.data(stranger.as, READ, { ids: ['ntc_none', ''] })).toEqual(nothing);
    expect(await graph.refusal(ANONYMOUS, READ, { ids })).toBe('UNAUTHENTICATED');
    const read = (await noticesOf(she.as)).edges.map(({ node }) => node.readAt);
    expect(read).toEqual([null, null, null]);
    const many = Array.from({ length: 101 }, (_, at) => `ntc_${String(at)}`);
    expect(await graph.refusal(stranger.as, READ, { ids: many })).toBe('BAD_INPUT');
  });

  test('stay when she removes the badge, without it', async () => {
    const { she, badges } = await toldThrice();
    const [oldest, ...others] = badges;
    await graph.data(she.as, REMOVE, { id: oldest });
    const shown = (await noticesOf(she.as)).edges.map(({ node }) => node.badge?.id ?? null);
    expect(shown).toEqual([...others.reverse(), null]);
  });

  test('go by themselves after 180 days', async () => {
    const { she } = await toldThrice();
    const rows = await graph.parts.database
      .model(noticeModel)
      .find({ earner: she.as.earner })
      .lean();
    const days = rows.map(({ at, expiresAt }) => (expiresAt.getTime() - at.getTime()) / DAY_MS);
    expect(days).toEqual([180, 180, 180]);
  });
});
