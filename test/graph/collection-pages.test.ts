import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { collectionModel } from '../../subgraphs/collection/collection.model.js';
import { testGraph } from '../support/graph.js';
import { ADD, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { id: string } | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 'edges { cursor node { id } } pageInfo { hasNextPage endCursor }';
const BADGES = `query ($id: ID!, $first: Int! = 2, $after: String) {
  collection(id: $id) { badges(first: $first, after: $after) { ${PAGE} } } }`;
const TAKE_OUT = `mutation ($collection: ID!, $badge: ID!) {
  removeBadgeFromCollection(collection: $collection, badge: $badge) { rev } }`;

async function page(id: string, variables: Readonly<Record<string, unknown>>): Promise<Page> {
  const { collection } = await graph.data<{ collection: { badges: Page } }>(ANONYMOUS, BADGES, {
    id,
    ...variables,
  });
  return collection.badges;
}

const idsOf = ({ edges }: Page) => edges.map(({ node }) => node?.id);

describe('the badges of a collection', () => {
  test('come in pages, in her order', async () => {
    const she = await story.earner();
    const badges = await story.badgesOf(she, 5);
    const id = await story.collectionOf(she, badges);
    const pages: Page[] = [];
    let after: string | null | undefined;
    do {
      const next = await page(id, { after });
      pages.push(next);
      after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
    } while (after !== null);
    expect(pages.map(idsOf)).toEqual([badges.slice(0, 2), badges.slice(2, 4), badges.slice(4)]);
  });

  test('go on behind a badge that was taken out meanwhile, without a gap', async () => {
    const she = await story.earner();
    const badges = await story.badgesOf(she, 4);
    const collection = await story.collectionOf(she, badges);
    const after = (await page(collection, {})).pageInfo.endCursor;
    await graph.data(she.as, TAKE_OUT, { collection, badge: badges[1] });
    expect(idsOf(await page(collection, { after }))).toEqual(badges.slice(2));
  });

  test.each([0, -1, 101])('are BAD_INPUT with first %i', async (first) => {
    const she = await story.earner();
    const id = await story.collectionOf(she);
    const { errors } = await graph.run(ANONYMOUS, BADGES, { id, first });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: 'first' } }]);
  });

  test('refuse a cursor that is tampered with or of another collection', async () => {
    const she = await story.earner();
    const badges = await story.badgesOf(she, 2);
    const id = await story.collectionOf(she, badges);
    const other = await story.collectionOf(she, badges);
    const after = (await page(other, {})).pageInfo.endCursor ?? '';
    const flipped = `${after.slice(0, -1)}${after.endsWith('A') ? 'B' : 'A'}`;
    for (const cursor of [after, flipped, '', 'not a cursor', 'x'.repeat(10_000)]) {
      expect(await graph.refusal(ANONYMOUS, BADGES, { id, after: cursor })).toBe('BAD_CURSOR');
    }
  });

  test('are at most 1,000', async () => {
    const she = await story.earner();
    const badge = await story.badgeOf(she);
    const collection = await story.collectionOf(she);
    const many = Array.from({ length: 999 }, (_, index) => `bdg_${String(index)}`);
    await graph.parts.database
      .model(collectionModel)
      .updateOne({ _id: collection }, { $set: { badges: many } });
    const [first, second] = [badge, await story.badgeOf(she)];
    expect(await graph.refusal(she.as, ADD, { collection, badge: first })).toBeUndefined();
    expect(await graph.refusal(she.as, ADD, { collection, badge: second })).toBe('COLLECTION_FULL');
    expect(await graph.refusal(she.as, ADD, { collection, badge: first })).toBeUndefined();
  });
});

type Listed = Readonly<Record<'badges' | 'collections' | 'inbox', Page | null>>;

const LISTS = {
  badges: (she: TestEarner) => story.badgeOf(she),
  collections: (she: TestEarner) => story.collectionOf(she),
  inbox: (she: TestEarner) => story.offerTo(she.email),
} as const;

describe.each(['badges', 'collections', 'inbox'] as const)('the %s of an earner', (list) => {
  const LIST = `query ($id: ID!, $first: Int! = 2, $after: String) {
    earner(id: $id) { ${list}(first: $first, after: $after) { ${PAGE} } } }`;

  test('come newest first, page after page, none twice and none lost', async () => {
    const she = await story.earner();
    const made: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      // Two of the same moment, then a later one.
      if (turn % 2 === 0) graph.clock.pass(1_000);
      made.push(await LISTS[list](she));
    }
    const read: (string | undefined)[] = [];
    let after: string | null | undefined;
    do {
      const { earner } = await graph.data<{ earner: Listed }>(she.as, LIST, {
        id: she.as.earner,
        after,
      });
      const next = earner[list];
      if (next === null) throw new Error('she cannot read her own list');
      read.push(...idsOf(next));
      after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
    } while (after !== null);
    const newestFirst = [
      made.slice(4),
      made.slice(2, 4).sort().toReversed(),
      made.slice(0, 2).sort().toReversed(),
    ];
    expect(read).toEqual(newestFirst.flat());
  });

  test('refuse the cursor of another earner, and pages of no or too many entries', async () => {
    const she = await story.earner();
    const stranger = await story.earner();
    await LISTS[list](stranger);
    const { earner } = await graph.data<{ earner: Listed }>(stranger.as, LIST, {
      id: stranger.as.earner,
    });
    const after = earner[list]?.pageInfo.endCursor;
    const id = she.as.earner;
    expect(await graph.refusal(she.as, LIST, { id, after })).toBe('BAD_CURSOR');
    expect(await graph.refusal(she.as, LIST, { id, first: 0 })).toBe('BAD_INPUT');
    expect(await graph.refusal(she.as, LIST, { id, first: 101 })).toBe('BAD_INPUT');
  });
});
