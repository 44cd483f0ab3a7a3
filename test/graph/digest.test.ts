import { describe, expect, test } from '@jest/globals';
import { testGraph } from '../support/graph.js';
import { ACCEPT, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const HOUR_MS = 3_600_000;
const mailsTo = (email: string) => graph.mails.filter(({ to }) => to === email);
const subjectsTo = (email: string) => mailsTo(email).map(({ subject }) => subject);
const DIGEST = 'Badges wait in your backpack';

/** What the worker does with offers: those of trusted issuers first, then the mails. */
async function work(): Promise<void> {
  await graph.worker.acceptTrusted();
  await graph.worker.sendDigests();
}

describe('the digest mail', () => {
  test('is never sent to an address without an account', async () => {
    const email = story.newAddress();
    await story.offerTo(email);
    await work();
    expect(mailsTo(email)).toEqual([]);
  });

  test('tells an account holder of all that waits at once, without a word of the issuer', async () => {
    const { email } = await story.earner();
    await story.offerTo(email, { badgeName: 'Buy at evil.example' });
    await story.offerTo(email, { badgeName: 'Buy more' });
    expect(subjectsTo(email)).not.toContain(DIGEST);
    await work();
    const [digest, ...earlier] = mailsTo(email);
    expect(digest?.subject).toBe(DIGEST);
    expect(earlier.map(({ subject }) => subject)).not.toContain(DIGEST);
    expect(JSON.stringify(digest)).not.toMatch(/Buy|evil|Workshop|Welding|issuer\.example/);
  });

  test('comes at most once a day and tells of later offers the next day', async () => {
    const { email } = await story.earner();
    const digests = () => subjectsTo(email).filter((subject) => subject === DIGEST).length;
    await story.offerTo(email);
    await work();
    graph.clock.pass(HOUR_MS);
    await story.offerTo(email);
    await work();
    graph.clock.pass(22 * HOUR_MS);
    await work();
    expect(digests()).toBe(1);
    graph.clock.pass(2 * HOUR_MS);
    await work();
    expect(digests()).toBe(2);
    graph.clock.pass(48 * HOUR_MS);
    await work();
    expect(digests()).toBe(2);
  });

  test('is not sent for an offer she has answered already', async () => {
    const she = await story.earner();
    const id = await story.offerTo(she.email);
    await graph.data(she.as, ACCEPT, { id });
    await work();
    expect(subjectsTo(she.email)).not.toContain(DIGEST);
  });

  test('is sent once though two workers look at the same moment', async () => {
    const { email } = await story.earner();
    await story.offerTo(email);
    await Promise.all([work(), work()]);
    expect(subjectsTo(email).filter((subject) => subject === DIGEST)).toHaveLength(1);
  });
});
