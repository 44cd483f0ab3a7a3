import { expect, test } from '@jest/globals';
import { randomToken } from '../../src/runtime/index.js';
import type { LinkInMail } from '../support/mail-sink.js';
import { send } from '../support/route-server.js';
import { until } from '../support/until.js';
import { ME } from './journey.js';
import type { Journey } from './journey.js';

const CHANGES = `subscription ($id: ID!) { collectionChanges(collection: $id) {
  __typename ... on CollectionChange { rev } } }`;
const REVOKED_WITHIN_MS = 5_000;
/** Between the answer that was asked for too early and the one that is asked for next. */
const SLACK_MS = 1_500;
const BAD_TOKEN_CLOSE = 4401;

export function sessions(journey: Journey): void {
  const request = async (email: string) => {
    const query = 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
    await journey.hub.data(query, { email });
    return journey.mails.nextLink(email);
  };
  const signIn = (link: LinkInMail) =>
    journey.hub.graph(
      'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { expiresAt } }',
      link,
    );
  const graphWith = (headers: Readonly<Record<string, string>>) =>
    fetch(`${journey.hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: ME }),
    });

  test('signing out ends the token within five seconds, and what it reads', async () => {
    const { hub } = journey;
    const leaving = await journey.earner('leaving@example.org');
    const id = await journey.collection(leaving);
    const stream = hub.subscribe(CHANGES, { id }, leaving.token);
    await stream.next();

    await hub.data('mutation { signOut }', {}, leaving.token);
    const signedOutAt = Date.now();
    await until(async () => (await hub.graph(ME, {}, leaving.token)).status === 401);
    expect(Date.now() - signedOutAt).toBeLessThan(REVOKED_WITHIN_MS + SLACK_MS);

    // Although nothing happens that the stream would tell.
    await expect(stream.next()).rejects.toThrow(String(BAD_TOKEN_CLOSE));
    expect(await stream.closed).toBe(BAD_TOKEN_CLOSE);
  });

  test.each([
    ['of another hub', randomToken()],
    ['that is none', 'x'],
  ])('a token %s is refused', async (_, token) => {
    const { status, errors } = await journey.hub.graph(ME, {}, token);
    expect(status).toBe(401);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('a socket with a token of another hub is closed', async () => {
    const stream = journey.hub.subscribe(CHANGES, { id: 'any' }, randomToken());
    await expect(stream.next()).rejects.toThrow(String(BAD_TOKEN_CLOSE));
    expect(await stream.closed).toBe(BAD_TOKEN_CLOSE);
  });

  test('a link works once', async () => {
    const link = await request('once@example.org');
    expect(await signIn(link)).not.toHaveProperty('errors');
    const { errors } = await signIn(link);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_TOKEN' } }]);
  });

  test('a browser opens the link as often as it likes and signs in by the button', async () => {
    const { url } = journey.hub;
    const email = 'browser@example.org';
    const asked = await send(`${url}/sign-in/request`, { form: { email } });
    const [nonce = ''] = asked.headers['set-cookie'] ?? [];
    const browser = { cookie: nonce.split(';')[0] ?? '' };
    const { token } = await journey.mails.nextLink(email);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await send(`${url}/sign-in?token=${token}`, { method, headers: browser });
      expect(page).toMatchObject({ status: 200 });
      expect(page.headers).not.toHaveProperty('set-cookie');
    }

    const stolen = { headers: { ...browser, 'sec-fetch-site': 'cross-site' }, form: { token } };
    expect(await send(`${url}/sign-in`, stolen)).toMatchObject({ status: 403 });
    // Whoever saw the link, but neither asked nor read the mail, is asked for the code.
    expect(await send(`${url}/sign-in`, { form: { token } })).toMatchObject({ status: 401 });

    const { status, headers } = await send(`${url}/sign-in`, { headers: browser, form: { token } });
    expect(status).toBe(303);
    const [set = ''] = headers['set-cookie'] ?? [];
    expect(set).toMatch(/; HttpOnly; SameSite=Lax$/);
    const cookie = set.split(';')[0] ?? '';

    const mine = await graphWith({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(await mine.json()).toMatchObject({
      data: { me: { emails: [{ address: 'browser@example.org' }] } },
    });
    for (const elsewhere of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://a.example' }]) {
      const refused = await graphWith({ cookie, ...elsewhere });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    }
  });
}
