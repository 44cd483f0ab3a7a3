import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS, randomToken } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { linkIn } from '../support/mail-sink.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph({ HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100' });
const story = storyOn(graph);

const MINUTE_MS = 60_000;
const ADD = 'mutation ($email: EmailAddress!) { addEmail(email: $email) { accepted } }';
const CONFIRM = 'mutation ($token: String!) { confirmEmail(token: $token) { id } }';
const PRIMARY = 'mutation ($email: EmailAddress!) { setPrimaryEmail(email: $email) { id } }';
const REMOVE = 'mutation ($email: EmailAddress!) { removeEmail(email: $email) { id } }';
const EMAILS = '{ me { emails { address primary } } }';
const INBOX = '{ me { inbox { edges { node { id } } } } }';
const BADGES = '{ me { badges { edges { node { id } } } } }';

type Inbox = {
  readonly me: { readonly inbox: { readonly edges: readonly { node: { id: string } }[] } };
};

async function linkTo(she: TestEarner, email: string): Promise<string> {
  await graph.data(she.as, ADD, { email });
  expect(graph.mails[0]?.to).toBe(email);
  return linkIn(graph.mails[0]?.text).token;
}

async function add(she: TestEarner, email = story.newAddress()): Promise<string> {
  await graph.data(she.as, CONFIRM, { token: await linkTo(she, email) });
  return email;
}

const emailsOf = async ({ as }: TestEarner): Promise<unknown> => {
  const { me } = await graph.data<{ me: { emails: unknown } }>(as, EMAILS);
  return me.emails;
};

const inboxOf = async ({ as }: TestEarner): Promise<readonly string[]> => {
  const { me } = await graph.data<Inbox>(as, INBOX);
  return me.inbox.edges.map(({ node }) => node.id);
};

describe('a further address', () => {
  test('counts once its own mailed link was used, and badges sent to it are hers', async () => {
    const she = await story.earner();
    const old = story.newAddress();
    const offer = await story.offerTo(old);
    const token = await linkTo(she, old);
    expect(await emailsOf(she)).toEqual([{ address: she.email, primary: true }]);
    expect(await inboxOf(she)).toEqual([]);

    await graph.data(she.as, CONFIRM, { token });
    expect(await emailsOf(she)).toEqual([
      { address: she.email, primary: true },
      { address: old, primary: false },
    ]);
    expect(await inboxOf(she)).toEqual([offer]);
    await graph.data(she.as, 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }', { id: offer });
  });

  test('tells the primary address, in a mail without the new one', async () => {
    const she = await story.earner();
    const added = await add(she);
    expect(graph.mails[0]).toMatchObject({ to: she.email });
    expect(JSON.stringify(graph.mails[0])).not.toContain(added);
  });

  test('leaves no link in the database', async () => {
    const she = await story.earner();
    const token = await linkTo(she, story.newAddress());
    const stored = await graph.parts.database.connection
      .collection('address_tokens')
      .find()
      .toArray();
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test.each([
    ['works within', 15 * MINUTE_MS - 1, undefined],
    ['fails after', 15 * MINUTE_MS, 'BAD_TOKEN'],
  ])('%s 15 minutes', async (_, waitMs, code) => {
    const she = await story.earner();
    const token = await linkTo(she, story.newAddress());
    graph.clock.pass(waitMs);
    expect(await graph.refusal(she.as, CONFIRM, { token })).toBe(code);
  });

  test('is proved once by each link, also when it is used twenty times at once', async () => {
    const she = await story.earner();
    const token = await linkTo(she, story.newAddress());
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => graph.refusal(she.as, CONFIRM, { token })),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'BAD_TOKEN')).toHaveLength(19);
    expect(await emailsOf(she)).toHaveLength(2);
  });

  test('is not captured by somebody who asked for it: only the session that asked can confirm', async () => {
    const [attacker, victim] = [await story.earner(), await story.earner()];
    const target = story.newAddress();
    const token = await linkTo(attacker, target);
    for (const who of [ANONYMOUS, victim.as]) {
      expect(await graph.refusal(who, CONFIRM, { token })).toBe(
        who === ANONYMOUS ? 'UNAUTHENTICATED' : 'BAD_TOKEN',
      );
    }
    expect(await emailsOf(victim)).toHaveLength(1);
    expect(await emailsOf(attacker)).toHaveLength(1);
  });

  test('is not proved by a sign-in link, nor does its own link sign anybody in', async () => {
    const she = await story.earner();
    await graph.data(
      ANONYMOUS,
      'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }',
      { email: story.newAddress() },
    );
    const signInLink = linkIn(graph.mails[0]?.text);
    expect(await graph.refusal(she.as, CONFIRM, { token: signInLink.token })).toBe('BAD_TOKEN');
    const addLink = await linkTo(she, story.newAddress());
    const SIGN_IN = 'mutation ($token: String!) { signIn(token: $token) { accessToken } }';
    expect(await graph.refusal(ANONYMOUS, SIGN_IN, { token: addLink })).toBe('BAD_TOKEN');
    expect(await graph.refusal(she.as, CONFIRM, { token: randomToken() })).toBe('BAD_TOKEN');
  });

  test('is asked for alike whether it is new, hers or somebody else’s', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    const answers = [];
    for (const email of [story.newAddress(), she.email, other.email]) {
      answers.push(await graph.run(she.as, ADD, { email }));
      expect(graph.mails[0]?.to).toBe(email);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test.each([
    ['with a plus', 'plus-owner+school@example.org'],
    ['with a letter of another alphabet', 'plus-оwner@example.org'],
    ['at another domain that looks alike', 'plus-owner@xn--exmple-4nf.org'],
  ])('%s is another address', async (_, lookalike) => {
    const she = await story.earner(
      `plus-owner-${randomToken().slice(0, 8).toLowerCase()}@example.org`,
    );
    const offer = await story.push(
      { assertionUrl: story.issuer.issue({ recipient: lookalike }).urls.assertion },
      lookalike,
    );
    expect(offer.state).toBe('PENDING');
    expect(await inboxOf(she)).toEqual([]);
  });

  test.each([
    ['a second header', 'a@example.org\r\nBcc: b@example.org'],
    ['a list', 'a@example.org, b@example.org'],
    ['a name', 'Somebody <a@example.org>'],
  ])('that smuggles %s into the mail is refused', async (_, email) => {
    const she = await story.earner();
    const before = graph.mails.length;
    expect(await graph.refusal(she.as, ADD, { email })).toBe('BAD_INPUT');
    expect(graph.mails).toHaveLength(before);
  });
});

describe('the spelling of an address', () => {
  test('is remembered as she typed it, so that badges hashed over it are hers', async () => {
    const she = await story.earner(`Case-${randomToken().slice(0, 6)}@example.org`);
    const spelt = she.email.replace('Case', 'cASE');
    const offer = await story.offerTo(spelt, { salt: 'deadsea' });
    const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }';
    expect(await graph.refusal(she.as, ACCEPT, { id: offer })).toBe('NOT_YOUR_BADGE');

    await add(she, spelt);
    expect(await emailsOf(she)).toEqual([{ address: she.email, primary: true }]);
    expect(await graph.refusal(she.as, ACCEPT, { id: offer })).toBeUndefined();
  });
});

describe('choosing and removing', () => {
  test('moves the primary address', async () => {
    const she = await story.earner();
    const second = await add(she);
    await graph.data(she.as, PRIMARY, { email: second });
    expect(await emailsOf(she)).toEqual([
      { address: second, primary: true },
      { address: she.email, primary: false },
    ]);
  });

  test('keeps the badges, closes the inbox of that address, and tells it', async () => {
    const she = await story.earner();
    const badge = await story.badgeOf(she);
    await story.offerTo(she.email);
    const second = await add(she);
    await graph.data(she.as, REMOVE, { email: she.email });
    expect(graph.mails[0]?.to).toBe(she.email);
    expect(await emailsOf(she)).toEqual([{ address: second, primary: true }]);
    expect(await inboxOf(she)).toEqual([]);
    expect(await graph.data(she.as, BADGES)).toEqual({
      me: { badges: { edges: [{ node: { id: badge } }] } },
    });
  });

  test('never removes the last one, also when both are removed at once', async () => {
    const she = await story.earner();
    expect(await graph.refusal(she.as, REMOVE, { email: she.email })).toBe('LAST_ADDRESS');
    const second = await add(she);
    const codes = await Promise.all(
      [she.email, second].map((email) => graph.refusal(she.as, REMOVE, { email })),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes).toContain('LAST_ADDRESS');
    expect(await emailsOf(she)).toMatchObject([{ primary: true }]);
  });

  test('knows only her own addresses', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    for (const change of [PRIMARY, REMOVE]) {
      expect(await graph.refusal(she.as, change, { email: other.email })).toBe('NOT_FOUND');
      expect(await graph.refusal(she.as, change, { email: story.newAddress() })).toBe('NOT_FOUND');
    }
    expect(await emailsOf(other)).toEqual([{ address: other.email, primary: true }]);
  });
});
