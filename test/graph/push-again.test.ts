import { describe, expect, test } from '@jest/globals';
import { offerModel } from '../../subgraphs/badge/offer.model.js';
import { reportModel } from '../../subgraphs/verification/report.model.js';
import { testGraph } from '../support/graph.js';
import { ACCEPT, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const DECLINE = 'mutation ($id: ID!) { declineOffer(id: $id, reason: SPAM) { id } }';
const REMOVE = 'mutation ($id: ID!) { removeBadge(id: $id) }';

type Answer = (she: TestEarner, offer: string) => Promise<unknown>;

const accept = async ({ as }: TestEarner, id: string): Promise<string> =>
  (await graph.data<{ acceptOffer: { id: string } }>(as, ACCEPT, { id })).acceptOffer.id;

describe('pushing the same badge again', () => {
  test.each<[string, Answer]>([
    ['did nothing', () => Promise.resolve()],
    ['accepted it', accept],
    ['declined it', ({ as }, id) => graph.data(as, DECLINE, { id })],
    [
      'accepted and removed it',
      async (she, offer) => graph.data(she.as, REMOVE, { id: await accept(she, offer) }),
    ],
  ])('is ALREADY_THERE, whether she %s', async (_, answer) => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const source = { assertionUrl: urls.assertion };
    const first = await story.push(source);
    await answer(she, first.offerId ?? '');
    expect(await story.push(source)).toEqual({ ...first, state: 'ALREADY_THERE' });
  });

  test('says the same about an address nobody here has', async () => {
    const known = (await story.earner()).email;
    const unknown = story.newAddress();
    const receipts = [];
    for (const recipient of [known, unknown]) {
      const { urls } = story.issuer.issue({ recipient });
      const first = await story.push({ assertionUrl: urls.assertion });
      const second = await story.push({ assertionUrl: urls.assertion });
      expect(second.offerId).toBe(first.offerId);
      receipts.push([first, second].map((receipt) => ({ ...receipt, offerId: 'some' })));
    }
    expect(receipts[1]).toEqual(receipts[0]);
  });

  test('fifty times at once makes one offer with one report', async () => {
    const recipient = story.newAddress();
    const { urls } = story.issuer.issue({ recipient });
    const receipts = await Promise.all(
      Array.from({ length: 50 }, () => story.push({ assertionUrl: urls.assertion })),
    );
    const [offer, ...more] = new Set(receipts.map(({ offerId }) => offerId));
    expect(more).toEqual([]);
    expect(receipts.filter(({ state }) => state === 'PENDING')).toHaveLength(1);
    const { database } = graph.parts;
    expect(await database.model(offerModel).countDocuments({ recipient })).toBe(1);
    expect(await database.model(reportModel).countDocuments({ subject: offer ?? '' })).toBe(1);
  });
});
