import { describe, expect, test } from '@jest/globals';
import { testGraph } from '../support/graph.js';
import { importsOn } from './import-story.js';
import { ACCEPT, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const { importBadge, stored } = importsOn(graph);

const DIGEST_MS = 25 * 60 * 60_000;
const EXPIRED = { expires: '2025-01-01T00:00:00Z' };

describe('a badge that waits in her inbox', () => {
  test('is answered by importing it', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const source = { assertionUrl: urls.assertion };
    const { offerId } = await story.push(source);
    const { badge } = await importBadge(she, source);
    const { offer } = await graph.data<{ offer: unknown }>(
      she.as,
      'query ($id: ID!) { offer(id: $id) { state report { verdict } } }',
      { id: offerId },
    );
    expect(offer).toEqual({ state: 'ACCEPTED', report: { verdict: 'VALID' } });
    expect(await graph.data(she.as, ACCEPT, { id: offerId })).toEqual({
      acceptOffer: { id: badge?.id },
    });
    expect(await stored(she)).toEqual({ badges: 1, offers: 1 });
  });

  test('is the offer she gets when it is imported and not VALID', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, ...EXPIRED });
    const { offerId } = await story.push({ assertionUrl: urls.assertion });
    const { offer } = await importBadge(she, { assertionUrl: urls.assertion });
    expect(offer?.id).toBe(offerId);
  });
});

/** A receipt never tells who lives here, and so not what she brought herself either. */
describe('the receipt of whoever pushes a badge first', () => {
  test.each([
    ['became a badge of hers', {}],
    ['waits in her inbox', EXPIRED],
  ])('is that of an unknown badge, when what she brought %s', async (_, options) => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, ...options });
    const unknown = story.issuer.issue({ recipient: story.newAddress(), ...options });
    await importBadge(she, { assertionUrl: urls.assertion });
    for (const state of ['PENDING', 'ALREADY_THERE']) {
      const receipt = await story.push({ assertionUrl: urls.assertion });
      const other = await story.push({ assertionUrl: unknown.urls.assertion });
      expect(receipt.state).toBe(state);
      expect({ ...receipt, offerId: 'some' }).toEqual({ ...other, offerId: 'some' });
    }
  });

  test('is that of one push alone when fifty come at once', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email, ...EXPIRED });
    await importBadge(she, { assertionUrl: urls.assertion });
    const receipts = await Promise.all(
      Array.from({ length: 50 }, () => story.push({ assertionUrl: urls.assertion })),
    );
    expect(receipts.filter(({ state }) => state === 'PENDING')).toHaveLength(1);
  });
});

test('she is mailed nothing of what she brought herself', async () => {
  const she = await story.earner();
  const { urls } = story.issuer.issue({ recipient: she.email, ...EXPIRED });
  await importBadge(she, { assertionUrl: urls.assertion });
  const before = graph.mails.length;
  graph.clock.pass(DIGEST_MS);
  await graph.worker.sendDigests();
  const sent = graph.mails.slice(0, graph.mails.length - before);
  expect(sent.filter(({ to }) => to === she.email)).toEqual([]);
});
