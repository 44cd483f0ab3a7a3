import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS, randomToken } from '../../src/runtime/index.js';
import { resolveSession } from '../../subgraphs/earner/index.js';
import { sessionModel } from '../../subgraphs/earner/sessions/session.model.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const MINUTE_MS = 60_000;
const ASK = 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
const SIGN_IN = `mutation ($token: String!) {
  signIn(token: $token) { accessToken expiresAt earner { id emails { address primary } } } }`;

/** Asks for a link and reads its token out of the mail. */
async function linkFor(email: string): Promise<string> {
  await graph.data(ANONYMOUS, ASK, { email });
  return /token=([\w-]+)/.exec(graph.mails[0]?.text ?? '')?.[1] ?? '';
}

async function signIn(token: string): Promise<{ accessToken: string; earner: { id: string } }> {
  const answer = await graph.data<{
    signIn: { accessToken: string; earner: { id: string } };
  }>(ANONYMOUS, SIGN_IN, { token });
  return answer.signIn;
}

async function wholeDatabase(): Promise<string> {
  const collections = (await graph.parts.database.connection.db?.collections()) ?? [];
  const documents = await Promise.all(collections.map((one) => one.find().toArray()));
  return JSON.stringify(documents);
}

describe('signing in', () => {
  test('takes a mailed link and gives a session of 30 days to the one it names', async () => {
    const email = story.newAddress();
    const { accessToken, earner } = await signIn(await linkFor(email));
    const found = await resolveSession(accessToken, graph.parts);
    expect(found?.earner).toBe(earner.id);
    expect(found?.expiresAt).toEqual(new Date(graph.clock.now().getTime() + 30 * 86_400_000));
    const she = { kind: 'earner', earner: earner.id, session: found?.session ?? '' } as const;
    expect(await graph.data(she, '{ me { emails { address primary } } }')).toEqual({
      me: { emails: [{ address: email, primary: true }] },
    });
  });

  test('works once for each link', async () => {
    const token = await linkFor(story.newAddress());
    await signIn(token);
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, { token })).toBe('BAD_TOKEN');
  });

  test.each([
    ['works within', 15 * MINUTE_MS - 1, undefined],
    ['fails after', 15 * MINUTE_MS, 'BAD_TOKEN'],
  ])('%s 15 minutes', async (_, waitMs, code) => {
    const token = await linkFor(story.newAddress());
    graph.clock.pass(waitMs);
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, { token })).toBe(code);
  });

  test.each([
    ['of another hub', randomToken()],
    ['that is empty', ''],
    ['with NUL', 'a\0b'],
  ])('refuses a token %s', async (_, token) => {
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, { token })).toBe('BAD_TOKEN');
  });

  test('opens one session when one link is used ten times at once', async () => {
    const email = story.newAddress();
    const token = await linkFor(email);
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => graph.refusal(ANONYMOUS, SIGN_IN, { token })),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'BAD_TOKEN')).toHaveLength(9);
    const { earner } = await signIn(await linkFor(email));
    const sessions = graph.parts.database.model(sessionModel);
    expect(await sessions.countDocuments({ earner: earner.id })).toBe(2);
  });

  test('with two links at once makes one account', async () => {
    const email = story.newAddress();
    const links = [await linkFor(email), await linkFor(email), await linkFor(email)];
    const sessions = await Promise.all(links.map((link) => signIn(link)));
    expect(new Set(sessions.map(({ earner }) => earner.id)).size).toBe(1);
  });

  test('is one account for two spellings of a domain', async () => {
    const one = await signIn(await linkFor('earner-of-a-domain@example.org'));
    const other = await signIn(await linkFor('earner-of-a-domain@EXAMPLE.Org'));
    expect(other.earner.id).toBe(one.earner.id);
  });

  test('leaves neither a link nor an access token in the database', async () => {
    const token = await linkFor(story.newAddress());
    expect(token).not.toBe('');
    expect(await wholeDatabase()).not.toContain(token);
    const { accessToken } = await signIn(token);
    expect(await wholeDatabase()).not.toContain(accessToken);
  });
});

describe('asking for a link', () => {
  test('is answered alike for known and unknown addresses, and both get a mail', async () => {
    const known = (await story.earner()).email;
    const unknown = story.newAddress();
    const answers = [];
    for (const email of [known, unknown]) {
      answers.push(await graph.run(ANONYMOUS, ASK, { email }));
      expect(graph.mails[0]).toMatchObject({ to: email });
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  test('is refused more than five times an hour for one address, however it is spelt', async () => {
    const spellings = ['limited@example.org', 'LIMITED@example.org', 'limited@EXAMPLE.ORG'];
    const ask = (turn: number) => ({ email: spellings[turn % spellings.length] });
    const codes = [];
    for (let turn = 0; turn < 6; turn += 1) {
      codes.push(await graph.refusal(ANONYMOUS, ASK, ask(turn)));
    }
    expect(codes).toEqual([...Array<undefined>(5).fill(undefined), 'RATE_LIMITED']);
    const other = { email: story.newAddress() };
    expect(await graph.refusal(ANONYMOUS, ASK, other)).toBeUndefined();
  });
});

describe('signing out', () => {
  test('ends this session and no other', async () => {
    const email = story.newAddress();
    const here = await signIn(await linkFor(email));
    const there = await signIn(await linkFor(email));
    const found = await resolveSession(here.accessToken, graph.parts);
    const she = { kind: 'earner', earner: here.earner.id, session: found?.session ?? '' } as const;
    expect(await graph.data(she, 'mutation { signOut }')).toEqual({ signOut: true });
    expect(await resolveSession(here.accessToken, graph.parts)).toBeNull();
    expect(await resolveSession(there.accessToken, graph.parts)).not.toBeNull();
  });

  test('of nobody changes nothing', async () => {
    expect(await graph.data(ANONYMOUS, 'mutation { signOut }')).toEqual({ signOut: false });
  });

  test('comes by itself when the session is over', async () => {
    const { accessToken } = await signIn(await linkFor(story.newAddress()));
    graph.clock.pass(30 * 86_400_000);
    expect(await resolveSession(accessToken, graph.parts)).toBeNull();
  });
});
