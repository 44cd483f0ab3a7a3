import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { ADD, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const BADGE = `query ($id: ID!) { badge(id: $id) {
  id visibility credential issuer { name } earner { id } verification { verdict } } }`;
const SHOW = `mutation ($id: ID!, $visibility: Visibility!, $reveal: Boolean! = false) {
  setBadgeVisibility(id: $id, visibility: $visibility, revealRecipient: $reveal) { visibility } }`;
const REMOVE = 'mutation ($id: ID!) { removeBadge(id: $id) }';

async function seen(as: Principal, id: string): Promise<{ credential: unknown } | null> {
  const { badge } = await graph.data<{ badge: { credential: unknown } | null }>(as, BADGE, { id });
  return badge;
}

const show = ({ as }: TestEarner, id: string, visibility: string, reveal = false) =>
  graph.data(as, SHOW, { id, visibility, reveal });

describe('a badge', () => {
  test('is private at first: its owner sees it, everybody else the same as no badge', async () => {
    const she = await story.earner();
    const stranger = await story.earner();
    const id = await story.badgeOf(she);
    expect(await seen(she.as, id)).toMatchObject({
      id,
      visibility: 'PRIVATE',
      issuer: { name: 'Example Workshop' },
      earner: { id: she.as.earner },
      verification: { verdict: 'VALID' },
    });
    expect(await graph.run(stranger.as, BADGE, { id })).toEqual({ data: { badge: null } });
    expect(await graph.run(ANONYMOUS, BADGE, { id })).toEqual({ data: { badge: null } });
    expect(await graph.run(ANONYMOUS, BADGE, { id: 'bdg_missing' })).toEqual({
      data: { badge: null },
    });
  });

  test.each(['UNLISTED', 'PUBLIC'])('that is %s is seen by its id', async (visibility) => {
    const she = await story.earner();
    const id = await story.badgeOf(she);
    expect(await show(she, id, visibility)).toEqual({ setBadgeVisibility: { visibility } });
    expect(await seen(ANONYMOUS, id)).toMatchObject({ id, verification: { verdict: 'VALID' } });
    await show(she, id, 'PRIVATE');
    expect(await seen(ANONYMOUS, id)).toBeNull();
  });

  test.each([
    ['PUBLIC', true],
    ['UNLISTED', true],
    ['PRIVATE', false],
  ])('in a collection that is %s is seen by others: %s', async (visibility, isSeen) => {
    const she = await story.earner();
    const id = await story.badgeOf(she);
    await story.collectionOf(she, [id], visibility);
    expect((await seen(ANONYMOUS, id)) !== null).toBe(isSeen);
  });

  test('hides its credential from others where that publishes her address', async () => {
    const she = await story.earner();
    const id = await story.badgeOf(she);
    await show(she, id, 'PUBLIC');
    expect((await seen(ANONYMOUS, id))?.credential).toBeNull();
    expect((await seen(she.as, id))?.credential).toMatchObject({
      recipient: { identity: she.email },
    });
    await show(she, id, 'PUBLIC', true);
    expect((await seen(ANONYMOUS, id))?.credential).toMatchObject({
      recipient: { identity: she.email },
    });
  });

  test('shows a credential that names her by a salted hash', async () => {
    const she = await story.earner();
    const id = await story.badgeOf(she, { salt: 'deadsea' });
    await show(she, id, 'PUBLIC');
    expect((await seen(ANONYMOUS, id))?.credential).toMatchObject({ recipient: { hashed: true } });
  });

  test('that is removed leaves her backpack and every collection', async () => {
    const she = await story.earner();
    const [gone = '', kept = ''] = await story.badgesOf(she, 2);
    const collections = [
      await story.collectionOf(she, [gone, kept]),
      await story.collectionOf(she, [kept, gone]),
    ];
    await graph.data(she.as, REMOVE, { id: gone });
    expect(await seen(she.as, gone)).toBeNull();
    for (const id of collections) {
      const answer = await graph.data(
        ANONYMOUS,
        'query ($id: ID!) { collection(id: $id) { rev badges { edges { node { id } } } } }',
        { id },
      );
      expect(answer).toEqual({
        collection: { rev: 3, badges: { edges: [{ node: { id: kept } }] } },
      });
    }
    expect(await graph.refusal(she.as, REMOVE, { id: gone })).toBe('NOT_FOUND');
  });

  test('that is removed while it is put into a collection is in none afterwards', async () => {
    const she = await story.earner();
    const collection = await story.collectionOf(she);
    for (const id of await story.badgesOf(she, 5)) {
      const adding = graph.refusal(she.as, ADD, { collection, badge: id });
      const removing = graph.refusal(she.as, REMOVE, { id });
      expect([undefined, 'NOT_FOUND']).toContain(await adding);
      expect(await removing).toBeUndefined();
    }
    const query = 'query ($id: ID!) { collection(id: $id) { badges { edges { cursor } } } }';
    expect(await graph.data(she.as, query, { id: collection })).toEqual({
      collection: { badges: { edges: [] } },
    });
  });

  test('may be had again when it is issued anew after she removed it', async () => {
    const she = await story.earner();
    const gone = await story.badgeOf(she, { slug: 'again' });
    await graph.data(she.as, REMOVE, { id: gone });
    const changes = { assertion: { narrative: 'issued anew' } };
    expect(await story.badgeOf(she, { slug: 'again', changes })).not.toBe(gone);
  });

  test.each<[string, string]>([
    ['shown', SHOW],
    ['removed', REMOVE],
    ['checked again', 'mutation ($id: ID!) { reverifyBadge(id: $id) { verdict } }'],
  ])('of somebody else is not %s: it answers like none', async (_, mutation) => {
    const she = await story.earner();
    const stranger = await story.earner();
    const id = await story.badgeOf(she);
    await show(she, id, 'PUBLIC');
    const input = mutation === SHOW ? { visibility: 'PRIVATE', reveal: true } : {};
    const others = await graph.run(stranger.as, mutation, { ...input, id });
    const missing = await graph.run(stranger.as, mutation, { ...input, id: 'bdg_missing' });
    expect(others.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(JSON.stringify(others)).toBe(JSON.stringify(missing));
    expect(await graph.refusal(ANONYMOUS, mutation, { ...input, id })).toBe('UNAUTHENTICATED');
    expect(await seen(ANONYMOUS, id)).toMatchObject({ visibility: 'PUBLIC', credential: null });
  });
});
