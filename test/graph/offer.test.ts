import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { badgeModel } from '../../subgraphs/badge/badge.model.js';
import { testGraph } from '../support/graph.js';
import { ACCEPT, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const DAY_MS = 86_400_000;
const OFFER = 'query ($id: ID!) { offer(id: $id) { state report { verdict } } }';
const DECLINE = `mutation ($id: ID!, $reason: DeclineReason) {
  declineOffer(id: $id, reason: $reason) { id state } }`;
const INBOX = '{ me { inbox { edges { node { id } } } } }';

async function inboxOf({ as }: TestEarner): Promise<readonly string[]> {
  const { me } = await graph.data<{
    me: { inbox: { edges: readonly { node: { id: string } }[] } };
  }>(as, INBOX);
  return me.inbox.edges.map(({ node }) => node.id);
}

describe('an offer', () => {
  test('becomes her private badge, once, however often she accepts', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    const first = await graph.data(she.as, ACCEPT, { id });
    expect(await graph.data(she.as, ACCEPT, { id })).toEqual(first);
    expect(await graph.data(she.as, OFFER, { id })).toMatchObject({ offer: { state: 'ACCEPTED' } });
    expect(await inboxOf(she)).toEqual([]);
    expect(await graph.data(she.as, '{ me { badges { edges { node { visibility } } } } }')).toEqual(
      { me: { badges: { edges: [{ node: { visibility: 'PRIVATE' } }] } } },
    );
  });

  test('becomes one badge when it is accepted twenty times at once', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    const accepted = await Promise.all(
      Array.from({ length: 20 }, () => graph.data(she.as, ACCEPT, { id })),
    );
    expect(new Set(accepted.map((one) => JSON.stringify(one))).size).toBe(1);
    const badges = graph.parts.database.model(badgeModel);
    expect(await badges.countDocuments({ earner: she.as.earner })).toBe(1);
  });

  test('of a badge she has already gives her that one', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email, { slug: 'renewed' });
    const first = await graph.data(she.as, ACCEPT, { id });
    const renewed = await story.offerTo(she.email, {
      slug: 'renewed',
      changes: { assertion: { narrative: 'written anew' } },
    });
    expect(renewed).not.toBe(id);
    expect(await graph.data(she.as, ACCEPT, { id: renewed })).toEqual(first);
  });

  test.each<[string, string]>([
    ['accept', ACCEPT],
    ['decline', DECLINE],
  ])('to somebody else answers like none when one wants to %s it', async (_, mutation) => {
    const { email } = await story.earner();
    const stranger = await story.earner();
    const id = await story.offerTo(email);
    const others = await graph.run(stranger.as, mutation, { id });
    const missing = await graph.run(stranger.as, mutation, { id: 'off_missing' });
    expect(others.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(JSON.stringify(others)).toBe(JSON.stringify(missing));
  });

  test('to somebody else is null when it is read', async () => {
    const id = await story.offerTo((await story.earner()).email);
    const stranger = await story.earner();
    expect(await graph.run(stranger.as, OFFER, { id })).toEqual({ data: { offer: null } });
    expect(await graph.run(ANONYMOUS, OFFER, { id })).toEqual({ data: { offer: null } });
  });

  test('cannot be answered by anybody who is not signed in', async () => {
    const id = await story.offerTo(story.newAddress());
    expect(await graph.refusal(ANONYMOUS, ACCEPT, { id })).toBe('UNAUTHENTICATED');
    expect(await graph.refusal(ANONYMOUS, DECLINE, { id })).toBe('UNAUTHENTICATED');
  });

  test('she declined stays declined, with her first reason', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    const declined = { declineOffer: { id, state: 'DECLINED' } };
    expect(await graph.data(she.as, DECLINE, { id, reason: 'SPAM' })).toEqual(declined);
    expect(await graph.data(she.as, DECLINE, { id, reason: 'OTHER' })).toEqual(declined);
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBe('OFFER_CLOSED');
    expect(await inboxOf(she)).toEqual([]);
  });

  test('she accepted cannot be declined', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    await graph.data(she.as, ACCEPT, { id });
    expect(await graph.refusal(she.as, DECLINE, { id })).toBe('OFFER_CLOSED');
  });

  test('does not give back a badge she removed', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(she.as, ACCEPT, {
      id,
    });
    await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', acceptOffer);
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBe('OFFER_CLOSED');
  });

  test('waits for whoever proves its address later, for 90 days', async () => {
    const email = story.newAddress();
    const early = await story.offerTo(email);
    graph.clock.pass(60 * DAY_MS);
    const late = await story.offerTo(email);
    const she = await story.earner(email);
    expect(await inboxOf(she)).toEqual([late, early]);
    graph.clock.pass(30 * DAY_MS);
    expect(await inboxOf(she)).toEqual([late]);
    expect(await graph.refusal(she.as, ACCEPT, { id: early })).toBe('OFFER_CLOSED');
    expect(await graph.data(she.as, OFFER, { id: early })).toMatchObject({
      offer: { state: 'EXPIRED' },
    });
  });

  test('finds her whatever the spelling of her domain', async () => {
    const she = await story.earner('earner-of-any-case@example.org');
    const id = await story.offerTo('earner-of-any-case@EXAMPLE.org');
    expect(await inboxOf(she)).toEqual([id]);
    expect(await graph.refusal(she.as, ACCEPT, { id })).toBeUndefined();
  });
});
