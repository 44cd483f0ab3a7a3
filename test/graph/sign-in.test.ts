import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS, randomToken } from '../../src/runtime/index.js';
import { resolveSession } from '../../subgraphs/earner/index.js';
import { sessionModel } from '../../subgraphs/earner/sessions/session.model.js';
import { testGraph } from '../support/graph.js';
import { linkIn } from '../support/mail-sink.js';
import type { LinkInMail } from '../support/mail-sink.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const deps = () => ({ ...graph.parts, ...graph.parts.config });

const MINUTE_MS = 60_000;
const REQUESTS = 10_000;
const BATCH = 100;
const DAY_MS = 86_400_000;
const ASK = 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
const SIGN_IN = `mutation ($token: String!, $code: String) {
  signIn(token: $token, code: $code) { accessToken expiresAt earner { id emails { address primary } } } }`;

/** Asks for a link and reads it and its code out of the mail. */
async function linkFor(email: string): Promise<LinkInMail> {
  await graph.data(ANONYMOUS, ASK, { email });
  return linkIn(graph.mails[0]?.text);
}

async function signIn(link: LinkInMail): Promise<{ accessToken: string; earner: { id: string } }> {
  const answer = await graph.data<{
    signIn: { accessToken: string; earner: { id: string } };
  }>(ANONYMOUS, SIGN_IN, link);
  return answer.signIn;
}

async function wholeDatabase(): Promise<string> {
  const collections = (await graph.parts.database.connection.db?.collections()) ?? [];
  const documents = await Promise.all(collections.map((one) => one.find().toArray()));
  return JSON.stringify(documents);
}

describe('signing in', () => {
  test('takes a mailed link and gives a session to the one it names', async () => {
    const email = story.newAddress();
    const { accessToken, earner } = await signIn(await linkFor(email));
    const found = await resolveSession(accessToken, deps());
    expect(found?.earner).toBe(earner.id);
    expect(found?.expiresAt).toEqual(new Date(graph.clock.now().getTime() + 14 * DAY_MS));
    const she = { kind: 'earner', earner: earner.id, session: found?.session ?? '' } as const;
    expect(await graph.data(she, '{ me { emails { address primary } } }')).toEqual({
      me: { emails: [{ address: email, primary: true }] },
    });
  });

  test('works once for each link', async () => {
    const link = await linkFor(story.newAddress());
    await signIn(link);
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, link)).toBe('BAD_TOKEN');
  });

  test.each([
    ['works within', 15 * MINUTE_MS - 1, undefined],
    ['fails after', 15 * MINUTE_MS, 'BAD_TOKEN'],
  ])('%s 15 minutes', async (_, waitMs, code) => {
    const link = await linkFor(story.newAddress());
    graph.clock.pass(waitMs);
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, link)).toBe(code);
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
    const link = await linkFor(email);
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => graph.refusal(ANONYMOUS, SIGN_IN, link)),
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
    const link = await linkFor(story.newAddress());
    expect(await wholeDatabase()).not.toContain(link.token);
    const { accessToken } = await signIn(link);
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

test('many thousand requests for one victim send five mails, and she signs in with the newest', async () => {
  const email = story.newAddress();
  const before = graph.mails.length;
  const codes = new Map<unknown, number>();
  for (let sent = 0; sent < REQUESTS; sent += BATCH) {
    const answers = await Promise.all(
      Array.from({ length: BATCH }, () => graph.refusal(ANONYMOUS, ASK, { email })),
    );
    for (const code of answers) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(Object.fromEntries(codes)).toEqual({ undefined: 5, RATE_LIMITED: REQUESTS - 5 });
  expect(graph.mails.length - before).toBe(5);
  expect((await signIn(linkIn(graph.mails[0]?.text))).accessToken).not.toBe('');
});

describe('signing out', () => {
  test('ends this session and no other', async () => {
    const email = story.newAddress();
    const here = await signIn(await linkFor(email));
    const there = await signIn(await linkFor(email));
    const found = await resolveSession(here.accessToken, deps());
    const she = { kind: 'earner', earner: here.earner.id, session: found?.session ?? '' } as const;
    expect(await graph.data(she, 'mutation { signOut }')).toEqual({ signOut: true });
    expect(await resolveSession(here.accessToken, deps())).toBeNull();
    expect(await resolveSession(there.accessToken, deps())).not.toBeNull();
  });

  test('of nobody changes nothing', async () => {
    expect(await graph.data(ANONYMOUS, 'mutation { signOut }')).toEqual({ signOut: false });
  });

  test('comes by itself after 14 days without use, however long it could have lasted', async () => {
    const { accessToken } = await signIn(await linkFor(story.newAddress()));
    graph.clock.pass(14 * DAY_MS);
    expect(await resolveSession(accessToken, deps())).toBeNull();
  });

  test('comes by itself after 30 days, however often it was used', async () => {
    const { accessToken } = await signIn(await linkFor(story.newAddress()));
    for (const days of [10, 10, 9]) {
      graph.clock.pass(days * DAY_MS);
      expect(await resolveSession(accessToken, deps())).not.toBeNull();
    }
    graph.clock.pass(DAY_MS);
    expect(await resolveSession(accessToken, deps())).toBeNull();
  });
});

describe('the code in the mail', () => {
  const browser = { address: '203.0.113.7', device: 'Firefox on Windows', browser: 'a'.repeat(64) };
  const elsewhere = { ...browser, browser: 'b'.repeat(64) };
  const ask = async (email: string) => {
    await graph.run(ANONYMOUS, ASK, { email }, browser);
    return linkIn(graph.mails[0]?.text);
  };
  const attempt = async (
    link: { token: string; code?: string | undefined },
    visitor?: typeof browser,
  ) => {
    const { errors } = await graph.run(ANONYMOUS, SIGN_IN, link, visitor);
    return errors?.[0]?.extensions['code'];
  };

  test('is six digits on a line of their own, in text and HTML, beside who asked', async () => {
    await ask(story.newAddress());
    const [mail] = graph.mails;
    expect(mail?.text.match(/^\d{6}$/gm)).toHaveLength(1);
    expect(mail?.html.match(/^\d{6}$/gm)).toHaveLength(1);
    expect(mail?.text).toContain('Firefox on Windows, network address 203.0.113.7');
  });

  test('is not needed in the browser that asked', async () => {
    const { token } = await ask(story.newAddress());
    expect(await attempt({ token }, browser)).toBeUndefined();
  });

  test('is needed in any other, and by whoever has no cookie', async () => {
    const { token, code } = await ask(story.newAddress());
    expect(await attempt({ token }, elsewhere)).toBe('CODE_NEEDED');
    expect(await attempt({ token })).toBe('CODE_NEEDED');
    expect(await attempt({ token, code }, elsewhere)).toBeUndefined();
  });

  test('may be wrong four times; with the fifth mistake the link is dead, for everybody', async () => {
    const { token, code } = await ask(story.newAddress());
    const wrong = code === '000000' ? '111111' : '000000';
    const answers = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push(await attempt({ token, code: wrong }));
    expect(answers).toEqual([...Array<string>(4).fill('CODE_NEEDED'), 'BAD_TOKEN']);
    expect(await attempt({ token, code })).toBe('BAD_TOKEN');
    expect(await attempt({ token }, browser)).toBe('BAD_TOKEN');
  });

  test('cannot be tried more often by trying many at once', async () => {
    const { token, code } = await ask(story.newAddress());
    const guesses = Array.from({ length: 40 }, (_, guess) => String(guess).padStart(6, '0'));
    await Promise.all(
      guesses.filter((guess) => guess !== code).map((guess) => attempt({ token, code: guess })),
    );
    expect(await attempt({ token, code })).toBe('BAD_TOKEN');
  });

  test('of another link does not help', async () => {
    const [one, other] = [await ask(story.newAddress()), await ask(story.newAddress())];
    const swapped = one.code === other.code ? '' : other.code;
    expect(await attempt({ token: one.token, code: swapped })).toBe('CODE_NEEDED');
  });
});

describe('her sessions', () => {
  const LIST = '{ me { sessions { id device address current } } }';
  const device = { address: '203.0.113.7', device: 'Safari on iOS' };
  const sessionOf = async (email: string) => {
    const link = await linkFor(email);
    const { data } = await graph.run(ANONYMOUS, SIGN_IN, link, device);
    const { accessToken } = (data as { signIn: { accessToken: string } }).signIn;
    const found = await resolveSession(accessToken, deps());
    const { earner = '', session = '' } = found ?? {};
    return { accessToken, as: { kind: 'earner', earner, session } as const };
  };

  test('are listed with device and address, and this one is marked', async () => {
    const email = story.newAddress();
    const [here, there] = [await sessionOf(email), await sessionOf(email)];
    const { me } = await graph.data<{ me: { sessions: { id: string }[] } }>(here.as, LIST);
    expect(me.sessions).toHaveLength(2);
    expect(me.sessions).toContainEqual({ ...device, id: here.as.session, current: true });
    expect(me.sessions).toContainEqual({ ...device, id: there.as.session, current: false });
    expect(JSON.stringify(me)).not.toContain(there.accessToken);
  });

  test('end one by one, or all but this one, and nobody else can end them', async () => {
    const email = story.newAddress();
    const [here, second, third] = [
      await sessionOf(email),
      await sessionOf(email),
      await sessionOf(email),
    ];
    const stranger = (await story.earner()).as;
    const END = 'mutation ($id: ID!) { endSession(id: $id) }';
    expect(await graph.refusal(stranger, END, { id: second.as.session })).toBe('NOT_FOUND');
    await graph.data(here.as, END, { id: second.as.session });
    expect(await resolveSession(second.accessToken, deps())).toBeNull();
    expect(await graph.data(here.as, 'mutation { endOtherSessions }')).toEqual({
      endOtherSessions: 1,
    });
    expect(await resolveSession(third.accessToken, deps())).toBeNull();
    expect(await resolveSession(here.accessToken, deps())).not.toBeNull();
  });

  test('are renewed: a fresh token, and the one before is dead', async () => {
    const here = await sessionOf(story.newAddress());
    const { renewSession } = await graph.data<{ renewSession: { accessToken: string } }>(
      here.as,
      'mutation { renewSession { accessToken } }',
    );
    expect(await resolveSession(here.accessToken, deps())).toBeNull();
    expect((await resolveSession(renewSession.accessToken, deps()))?.earner).toBe(here.as.earner);
    expect(await graph.refusal(here.as, 'mutation { renewSession { accessToken } }')).toBe(
      'UNAUTHENTICATED',
    );
  });
});
