import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { httpPerson } from '../support/http-person.js';
import type { HttpPerson } from '../support/http-person.js';
import { startOpenIdProvider } from '../support/openid-provider.js';
import type { Steering, TestProvider } from '../support/openid-provider.js';
import { until } from '../support/until.js';
import { ME, startJourney } from './journey.js';

jest.setTimeout(120_000);

describe('signing in with an OpenID provider', () => {
  const provider = {} as { now: TestProvider };
  let HUB = '';
  const journey = startJourney('one process', async (issuer, hub) => {
    HUB = hub;
    provider.now = await startOpenIdProvider(`${hub}/sign-in/with/school/callback`);
    return settings(issuer);
  });
  afterAll(() => provider.now.stop());

  const settings = (issuer: string) => ({
    HUB_PRIVATE_ORIGINS: `${issuer},${provider.now.issuer}`,
    HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100',
    HUB_OIDC_PROVIDERS: JSON.stringify([
      {
        id: 'school',
        name: 'School',
        issuer: provider.now.issuer,
        clientId: 'hub',
        clientSecret: provider.now.secret,
        authoritativeFor: ['school.example'],
      },
    ]),
  });

  let people = 0;
  const somebody = (claims: object = {}): Steering => {
    people += 1;
    const email = `student-${String(people)}@school.example`;
    return { sub: `sub-${String(people)}`, claims: { email, email_verified: true, ...claims } };
  };

  /** Presses the button and follows her browser through the provider up to the callback's address. */
  async function walk(she: HttpPerson): Promise<string> {
    const begun = await she.post(`${HUB}/sign-in/with/school`, {});
    expect(begun.status).toBe(200);
    const onward = /url=([^"]+)"/.exec(begun.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const there = httpPerson(provider.now.issuer);
    return (await there.follow(onward)).url;
  }

  async function signIn(steering: Steering, she = httpPerson(HUB)) {
    await provider.now.steer(steering);
    const answer = await she.get(await walk(she));
    return { she, answer };
  }

  const tokenOf = (she: HttpPerson) => she.cookies.get('hub_session');
  const sessions = () => journey.db.collection('sessions').countDocuments();
  const me = async (she: HttpPerson) => {
    const { data } = await journey.hub.graph(ME, {}, tokenOf(she));
    return (data as { me: { id: string; emails: { address: string }[] } }).me;
  };

  test('makes an account with the address the provider vouches for, and finds it again', async () => {
    const steering = somebody();
    const first = await signIn(steering);
    expect(first.answer.status).toBe(303);
    expect((await me(first.she)).emails).toEqual([{ address: steering.claims['email'] }]);
    const again = await signIn(steering);
    expect((await me(again.she)).id).toBe((await me(first.she)).id);
  });

  test('finds the account that proved the address by mail before', async () => {
    const steering = somebody();
    const email = String(steering.claims['email']);
    const token = await journey.hub.signIn(email);
    const { data } = await journey.hub.graph(ME, {}, token);
    const { she } = await signIn(steering);
    expect((await me(she)).id).toBe((data as { me: { id: string } }).me.id);
  });

  test.each([
    ['unverified', { email_verified: false }],
    ['not said to be verified', { email_verified: undefined }],
    ['"true" in quotes', { email_verified: 'true' }],
    ['of a domain the provider is not believed about', { email: 'ceo@elsewhere.example' }],
    ['of a subdomain of one it is believed about', { email: 'a@evil.school.example' }],
    ['missing', { email: undefined }],
  ])('does not count an address that is %s', async (_, claims) => {
    const before = await sessions();
    const { she, answer } = await signIn(somebody(claims));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Sign in by mail first');
    expect(tokenOf(she)).toBeUndefined();
    expect(await sessions()).toBe(before);
  });

  test.each(['nonce', 'aud', 'iss', 'exp', 'signature', 'alg none', 'alg HS256'] as const)(
    'refuses a provider that spoils %s, and no session exists',
    async (spoil) => {
      const before = await sessions();
      const { she, answer } = await signIn({ ...somebody(), spoil });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('cannot be believed');
      expect(tokenOf(she)).toBeUndefined();
      expect(await sessions()).toBe(before);
    },
  );

  test('bears clocks that differ by half a minute', async () => {
    const { answer } = await signIn({ ...somebody(), spoil: 'skew' });
    expect(answer.status).toBe(303);
  });

  test('learns a key that the provider has begun to use', async () => {
    await signIn(somebody());
    const { answer } = await signIn({ ...somebody(), rotate: true });
    expect(answer.status).toBe(303);
  });

  test.each([
    ['with a swapped state', (url: URL) => url.searchParams.set('state', 'another')],
    [
      'that names another issuer',
      (url: URL) => url.searchParams.set('iss', 'https://mixed.example'),
    ],
    ['with another code', (url: URL) => url.searchParams.set('code', 'another')],
  ])('refuses an answer %s', async (_, change) => {
    const she = httpPerson(HUB);
    await provider.now.steer(somebody());
    const url = new URL(await walk(she));
    change(url);
    expect((await she.get(url.href)).status).toBe(400);
    expect(tokenOf(she)).toBeUndefined();
  });

  test('refuses an answer in another browser, or a second time', async () => {
    const she = httpPerson(HUB);
    await provider.now.steer(somebody());
    const url = await walk(she);
    expect((await httpPerson(HUB).get(url)).status).toBe(400);
    const kept = new Map(she.cookies);
    expect((await she.get(url)).status).toBe(303);
    const replay = httpPerson(HUB);
    for (const [name, value] of kept) replay.cookies.set(name, value);
    expect((await replay.get(url)).status).toBe(400);
  });

  test('refuses the code of somebody else’s sign-in', async () => {
    const [victim, attacker] = [httpPerson(HUB), httpPerson(HUB)];
    await provider.now.steer(somebody());
    const hers = new URL(await walk(victim));
    const theirs = new URL(await walk(attacker));
    theirs.searchParams.set('code', hers.searchParams.get('code') ?? '');
    expect((await attacker.get(theirs.href)).status).toBe(400);
    expect(tokenOf(attacker)).toBeUndefined();
  });

  test('connects the identity to the account she is signed in to, and to no second one', async () => {
    const email = 'by-mail@elsewhere.example';
    const byMail = async (address: string) => {
      const she = httpPerson(HUB);
      await she.post('/sign-in/request', { email: address });
      await she.post('/sign-in', { token: (await journey.mails.nextLink(address)).token });
      return she;
    };
    const she = await byMail(email);
    const { id } = await me(she);
    const steering = somebody({ email: undefined });
    const connected = await signIn(steering, she);
    expect(connected.answer.headers.location).toBe('/account/sessions');
    const elsewhere = await signIn(steering);
    expect((await me(elsewhere.she)).id).toBe(id);
    const other = await byMail('somebody-else@elsewhere.example');
    expect((await signIn(steering, other)).answer.status).toBe(409);
    expect((await me(other)).id).not.toBe(id);
  });

  test('is not begun from another site', async () => {
    const response = await fetch(`${HUB}/sign-in/with/school`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example' },
    });
    expect(response.status).toBe(403);
  });

  test('goes on where she wanted to go, and nowhere else', async () => {
    const she = httpPerson(HUB);
    await she.get('/sign-in?return_to=/account/apps');
    expect((await signIn(somebody(), she)).answer.headers.location).toBe('/account/apps');
    const lured = httpPerson(HUB);
    await lured.get('/sign-in?return_to=//attacker.example');
    expect((await signIn(somebody(), lured)).answer.headers.location).toBe('/');
  });

  describe('the end of a login at the provider', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const claims = (sub: string, more: object = {}) => ({
      iss: provider.now.issuer,
      aud: 'hub',
      iat: now(),
      jti: `jti-${String(Math.trunc(performance.now() * 1e6))}`,
      sub,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      ...more,
    });
    const post = async (token: string) =>
      fetch(`${HUB}/sign-in/with/school/back-channel-logout`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: token }).toString(),
      });

    test('ends her session here, once', async () => {
      const steering = somebody();
      const { she } = await signIn(steering);
      const token = await provider.now.logoutToken(claims(steering.sub));
      const answer = await post(token);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      await until(async () => (await journey.hub.graph(ME, {}, tokenOf(she))).status === 401);
      expect((await post(token)).status).toBe(400);
    });

    test.each([
      ['of another issuer', { iss: 'https://another.example' }],
      ['for somebody else', { aud: 'another' }],
      ['that is old', { iat: 1_000_000_000 }],
      ['with a nonce', { nonce: 'n' }],
      ['without the event', { events: {} }],
      ['about nobody', { sub: undefined }],
    ])('is not believed from a token %s', async (_, wrong) => {
      const steering = somebody();
      const { she } = await signIn(steering);
      const token = await provider.now.logoutToken(claims(steering.sub, wrong));
      const answer = await post(token);
      expect(answer.status).toBe(400);
      expect((await journey.hub.graph(ME, {}, tokenOf(she))).status).toBe(200);
    });
  });
});
