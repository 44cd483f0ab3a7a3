import { expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import { httpPerson } from '../support/http-person.js';
import type { HttpPerson, Landed } from '../support/http-person.js';
import { until } from '../support/until.js';
import { ME } from './journey.js';
import type { Earner, Journey } from './journey.js';

const REDIRECT = 'http://127.0.0.1:9/back';
const SCOPE = 'openid offline_access profile:read collections:read';
const CHANGES = `subscription ($id: ID!) { collectionChanges(collection: $id) {
  __typename ... on AccessEnded { reason } } }`;
const HIDE = `mutation ($id: ID!) { updateCollection(id: $id, input: { visibility: PRIVATE }) { id } }`;

interface Flow {
  readonly url: string;
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string };
}

/** The hub as an OAuth server, seen by openid-client. */
export function oauth(journey: Journey): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; this is loopback
  const insecure = { execute: [client.allowInsecureRequests] };
  const register = (metadata: object = {}, auth?: client.ClientAuth) =>
    client.dynamicClientRegistration(
      new URL(journey.hub.url),
      {
        client_name: 'Wall of badges',
        client_uri: 'https://wall.example',
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        ...metadata,
      },
      auth,
      insecure,
    );

  async function begin(
    config: client.Configuration,
    scope = SCOPE,
    redirect = REDIRECT,
  ): Promise<Flow> {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      scope,
      state: expectedState,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...(scope.includes('offline_access') && { prompt: 'consent' }),
    });
    return { url: url.href, checks: { pkceCodeVerifier, expectedState } };
  }

  /** Signs a browser in and says yes. */
  async function person(earner: Earner): Promise<HttpPerson> {
    const she = httpPerson(journey.hub.url);
    await she.post('/sign-in/request', { email: earner.email });
    const { token } = await journey.mails.nextLink(earner.email);
    await she.post('/sign-in', { token });
    return she;
  }

  const answer = async (
    she: HttpPerson,
    { url }: Landed,
    form: readonly (readonly [string, string])[],
  ): Promise<URL> => {
    const decided = await she.post(url, new URLSearchParams(form.map((pair) => [...pair])));
    expect(decided.status).toBe(303);
    const landed = await she.follow(decided.headers.location ?? '');
    return new URL(landed.url);
  };

  const scopes = (...names: readonly string[]) => names.map((name) => ['scope', name] as const);
  const ALLOW = ['answer', 'allow'] as const;

  /** The whole way: consent with these collections; the tokens. */
  async function connect(earner: Earner, config: client.Configuration, collections: string[] = []) {
    const she = await person(earner);
    const flow = await begin(config);
    const asked = await she.follow(flow.url);
    const back = await answer(she, asked, [
      ALLOW,
      ...scopes('profile:read', 'collections:read'),
      ...collections.map((id) => ['collection', id] as const),
    ]);
    const tokens = await client.authorizationCodeGrant(config, back, flow.checks);
    return { she, tokens, back, flow, asked };
  }

  const hidden = async (earner: Earner, badges: readonly string[] = []): Promise<string> => {
    const id = await journey.collection(earner, badges);
    await journey.hub.data(HIDE, { id }, earner.token);
    return id;
  };
  const see = async (id: string, token: string) => {
    const query =
      'query ($id: ID!) { collection(id: $id) { id badges { edges { node { id } } } } }';
    return journey.hub.data<{ collection: { id: string } | null }>(query, { id }, token);
  };

  test('an app is connected by consent, sees the picked collection and nothing else', async () => {
    const she = await journey.earner('consents@example.org');
    const [picked, other] = [await hidden(she, [await journey.badge(she)]), await hidden(she)];
    const config = await register();
    const { tokens, asked } = await connect(she, config, [picked]);
    expect(asked.page?.text).toContain('Wall of badges');
    expect(asked.page?.text).toContain('wall.example');
    expect(asked.page?.text).toContain('a program on your own device');
    expect(asked.page?.headers['content-security-policy']).toContain(
      "form-action 'self' http://127.0.0.1:9;",
    );

    expect(await see(picked, tokens.access_token)).toMatchObject({ collection: { id: picked } });
    expect(await see(other, tokens.access_token)).toEqual({ collection: null });
    const { me } = await journey.hub.data<{ me: { id: string; emails: unknown } }>(
      ME,
      {},
      tokens.access_token,
    );
    expect(tokens.claims()?.sub).toBe(me.id);
    const { errors } = await journey.hub.graph(
      'mutation { createCollection(input: { name: "No" }) { id } }',
      {},
      tokens.access_token,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('a page that leads elsewhere than to the host it names says so', async () => {
    const she = await person(await journey.earner('reads@example.org'));
    const shown = async (redirect: string, more = {}) => {
      const config = await register({ redirect_uris: [redirect], ...more });
      const flow = await begin(config, 'openid', redirect);
      return (await she.follow(flow.url)).page?.text ?? '';
    };
    const elsewhere = await shown('https://other.example/back');
    expect(elsewhere).toMatch(/goes to another address, <strong>other\.example<\/strong>/);
    const home = await shown('https://wall.example/back');
    expect(home).toContain('Your answer goes to <strong>wall.example</strong>');
    expect(home).not.toContain('another address');
    const app = await shown('org.example.app:/back', { application_type: 'native' });
    expect(app).toContain('org.example.app:');
  });

  test('the form gives nothing that the app did not ask for', async () => {
    const earner = await journey.earner('ticks-more@example.org');
    const picked = await hidden(earner);
    const config = await register();
    const she = await person(earner);
    const flow = await begin(config, 'openid profile:read');
    const back = await answer(she, await she.follow(flow.url), [
      ALLOW,
      ...scopes('profile:read', 'collections:read', 'badges:write'),
      ['collection', picked],
    ]);
    const tokens = await client.authorizationCodeGrant(config, back, flow.checks);
    expect(tokens.scope?.split(' ').sort()).toEqual(['openid', 'profile:read']);
    const { collection } = await journey.hub.data<{
      collection: { grants: readonly unknown[] };
    }>('query ($id: ID!) { collection(id: $id) { grants { id } } }', { id: picked }, earner.token);
    expect(collection.grants).toEqual([]);
  });

  test('a question is for the browser it was put to, and for nobody else', async () => {
    const flow = await begin(await register());
    const asked = await (
      await person(await journey.earner('is-asked@example.org'))
    ).follow(flow.url);
    const another = await person(await journey.earner('is-not-asked@example.org'));
    expect((await another.follow(asked.url)).page?.status).toBe(404);
    const answered = await another.post(asked.url, new URLSearchParams({ answer: 'allow' }));
    expect(answered.status).toBe(404);
  });

  test('whoever is not signed in signs in first, and comes back to the question', async () => {
    const she = httpPerson(journey.hub.url);
    const flow = await begin(await register());
    const landed = await she.follow(flow.url);
    expect(new URL(landed.url).pathname).toBe('/sign-in');
    await she.post('/sign-in/request', { email: 'comes-back@example.org' });
    const { token } = await journey.mails.nextLink('comes-back@example.org');
    const signedIn = await she.post('/sign-in', { token });
    const onward = /url=(\/oauth\/interaction\/[\w-]+)/.exec(signedIn.text)?.[1] ?? '';
    const asked = await she.follow(onward);
    expect(asked.page?.text).toContain('Connect Wall of badges?');
  });

  test('she may refuse, and untick what she does not like', async () => {
    const earner = await journey.earner('refuses@example.org');
    const config = await register();
    const she = await person(earner);
    const first = await begin(config);
    const refused = await answer(she, await she.follow(first.url), [['answer', 'refuse']]);
    await expect(
      client.authorizationCodeGrant(config, refused, first.checks),
    ).rejects.toMatchObject({
      error: 'access_denied',
    });
    const second = await begin(config);
    const back = await answer(she, await she.follow(second.url), [
      ALLOW,
      ...scopes('profile:read'),
    ]);
    const tokens = await client.authorizationCodeGrant(config, back, second.checks);
    expect(tokens.scope?.split(' ')).toContain('profile:read');
    expect(tokens.scope?.split(' ')).not.toContain('collections:read');
  });

  test('a code counts once; using it again ends everything it gave', async () => {
    const she = await journey.earner('code-reuse@example.org');
    const config = await register();
    const { tokens, back, flow } = await connect(she, config);
    await expect(client.authorizationCodeGrant(config, back, flow.checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await until(async () => (await journey.hub.graph(ME, {}, tokens.access_token)).status === 401);
  });

  test('a code of somebody else’s flow is of no use (injection)', async () => {
    const config = await register();
    const { back } = await connect(await journey.earner('injected@example.org'), config);
    const mine = await begin(config);
    const mixed = new URL(back);
    mixed.searchParams.set('state', mine.checks.expectedState);
    await expect(client.authorizationCodeGrant(config, mixed, mine.checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a refresh token is replaced at each use; of many at once one wins; reuse ends the grant', async () => {
    const config = await register();
    const { tokens } = await connect(await journey.earner('refresh@example.org'), config);
    const first = tokens.refresh_token ?? '';
    const refreshed = await client.refreshTokenGrant(config, first);
    expect(refreshed.refresh_token).not.toBe(first);
    await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(
      client.refreshTokenGrant(config, refreshed.refresh_token ?? ''),
    ).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('of ten refreshes at the same moment at most one succeeds', async () => {
    const config = await register();
    const { tokens } = await connect(await journey.earner('refresh-race@example.org'), config);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        client.refreshTokenGrant(config, tokens.refresh_token ?? ''),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  test('scopes cannot grow afterwards', async () => {
    const config = await register();
    const { tokens } = await connect(await journey.earner('growth@example.org'), config);
    await expect(
      client.refreshTokenGrant(config, tokens.refresh_token ?? '', {
        scope: `${SCOPE} badges:write`,
      }),
    ).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  test('a client may ask for nothing but its own redirect, and not without PKCE', async () => {
    const config = await register();
    const she = httpPerson(journey.hub.url);
    const { url } = await begin(config);
    const elsewhere = new URL(url);
    elsewhere.searchParams.set('redirect_uri', 'https://attacker.example/');
    const refused = await she.follow(elsewhere.href);
    expect(refused.page?.status).toBe(400);
    expect(refused.page?.text).toContain('This app cannot be connected');
    const unproven = new URL(url);
    unproven.searchParams.delete('code_challenge');
    unproven.searchParams.delete('code_challenge_method');
    const sentBack = new URL((await she.follow(unproven.href)).url);
    expect(sentBack.searchParams.get('error')).toBe('invalid_request');
    const plain = new URL(url);
    plain.searchParams.set('code_challenge_method', 'plain');
    expect(new URL((await she.follow(plain.href)).url).searchParams.get('error')).toBe(
      'invalid_request',
    );
  });

  test('the answer names the hub, so that a mixed-up issuer is noticed', async () => {
    const config = await register();
    const { back, flow } = await connect(await journey.earner('mixed-up@example.org'), config);
    expect(back.searchParams.get('iss')).toBe(journey.hub.url);
    const other = new URL(back);
    other.searchParams.set('iss', 'https://another-hub.example');
    await expect(client.authorizationCodeGrant(config, other, flow.checks)).rejects.toThrow();
  });

  test('a displayer acts for itself, and what it is granted and loses shows at once', async () => {
    const she = await journey.earner('grants@example.org');
    const id = await hidden(she);
    const config = await register();
    const { client_id: displayer } = config.clientMetadata();
    const tokens = await client.clientCredentialsGrant(config, { scope: 'collections:read' });
    expect(await see(id, tokens.access_token)).toEqual({ collection: null });
    const GRANT = `mutation ($id: ID!, $displayer: ID!) {
      grantCollection(collection: $id, displayer: $displayer) { id } }`;
    const { grantCollection } = await journey.hub.data<{ grantCollection: { id: string } }>(
      GRANT,
      { id, displayer },
      she.token,
    );
    expect(await see(id, tokens.access_token)).toMatchObject({ collection: { id } });

    const stream = journey.hub.subscribe(CHANGES, { id }, tokens.access_token);
    expect(await stream.next()).toMatchObject({
      collectionChanges: { __typename: 'SnapshotRequired' },
    });
    await journey.hub.data(
      'mutation ($id: ID!) { revokeGrant(id: $id) { id } }',
      { id: grantCollection.id },
      she.token,
    );
    let last: unknown;
    do last = await stream.next();
    while (JSON.stringify(last).includes('CollectionChange"'));
    expect(last).toEqual({
      collectionChanges: { __typename: 'AccessEnded', reason: 'REVOKED' },
    });
  });

  test('an app she disconnects hears AccessEnded, and within five seconds nothing more', async () => {
    const she = await journey.earner('disconnects@example.org');
    const id = await hidden(she);
    const config = await register();
    const { tokens } = await connect(she, config, [id]);
    const stream = journey.hub.subscribe(CHANGES, { id }, tokens.access_token);
    await stream.next();
    const disconnectedAt = Date.now();
    await journey.hub.data(
      'mutation ($client: ID!) { disconnectApp(client: $client) }',
      { client: config.clientMetadata().client_id },
      she.token,
    );
    let last: unknown;
    do last = await stream.next();
    while (JSON.stringify(last).includes('CollectionChange"'));
    expect(last).toEqual({ collectionChanges: { __typename: 'AccessEnded', reason: 'REVOKED' } });
    await until(async () => (await journey.hub.graph(ME, {}, tokens.access_token)).status === 401);
    expect(Date.now() - disconnectedAt).toBeLessThan(5_000 + 1_500);
    await expect(
      client.refreshTokenGrant(config, tokens.refresh_token ?? ''),
    ).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a token can be taken back and asked about by its own client', async () => {
    const config = await register();
    const tokens = await client.clientCredentialsGrant(config, { scope: 'collections:read' });
    const other = await register();
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      active: true,
      scope: 'collections:read',
    });
    expect(await client.tokenIntrospection(other, tokens.access_token)).toMatchObject({
      active: false,
    });
    await client.tokenRevocation(config, tokens.access_token);
    await until(
      async () =>
        (await journey.hub.graph('{ __typename }', {}, tokens.access_token)).status === 401,
    );
  });

  test('a key instead of a secret: private_key_jwt', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    const config = await register(
      { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } },
      client.PrivateKeyJwt({ key: privateKey, kid: 'one' }),
    );
    const tokens = await client.clientCredentialsGrant(config, { scope: 'collections:read' });
    expect(tokens.access_token).not.toBe('');
  });

  test('a token bound to a key counts only with a fresh proof of that key', async () => {
    const config = await register();
    const keys = await generateKeyPair('ES256');
    const DPoP = client.getDPoPHandle(config, keys);
    const tokens = await client.clientCredentialsGrant(
      config,
      { scope: 'collections:read' },
      { DPoP },
    );
    expect(tokens.token_type).toBe('dpop');
    expect((await journey.hub.graph('{ __typename }', {}, tokens.access_token)).status).toBe(401);

    const sent: (string | null)[] = [];
    const remember: typeof fetch = (url, init) => {
      sent.push(new Headers(init?.headers).get('dpop'));
      return fetch(url, init);
    };
    config[client.customFetch] = remember as client.CustomFetch;
    const url = new URL('/graphql', journey.hub.url);
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = new Headers({ 'content-type': 'application/json' });
    const answered = await client.fetchProtectedResource(
      config,
      tokens.access_token,
      url,
      'POST',
      body,
      headers,
      { DPoP },
    );
    expect(answered.status).toBe(200);
    const replayed = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        authorization: `DPoP ${tokens.access_token}`,
        dpop: sent.at(-1) ?? '',
      },
    });
    expect(replayed.status).toBe(401);
  });

  test.each([
    ['a name of 300 letters', { client_name: 'x'.repeat(300) }],
    ['a name with a line break', { client_name: 'Good\nApp' }],
    ['an insecure redirect', { redirect_uris: ['http://app.example/back'] }],
    ['a redirect with a fragment', { redirect_uris: ['https://app.example/#back'] }],
    ['a redirect that is a script', { redirect_uris: ['javascript:alert(1)'] }],
    [
      'eleven redirects',
      { redirect_uris: Array.from({ length: 11 }, (_, n) => `https://a.example/${String(n)}`) },
    ],
    ['a logo on a private address', { logo_uri: 'http://10.0.0.1/logo.png' }],
    ['half a megabyte', { client_name: 'x'.repeat(500_000) }],
  ])('refuses to register a client with %s', async (_, metadata) => {
    const response = await fetch(`${journey.hub.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'App', redirect_uris: [REDIRECT], ...metadata }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  test('what a client registered it may read, change and delete with its registration token', async () => {
    const response = await fetch(`${journey.hub.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'App', redirect_uris: [REDIRECT] }),
    });
    const made = (await response.json()) as {
      client_id: string;
      registration_client_uri: string;
      registration_access_token: string;
    };
    expect(made.registration_client_uri).toBe(
      `${journey.hub.url}/oauth/register/${made.client_id}`,
    );
    const manage = (method: string, token: string) =>
      fetch(made.registration_client_uri, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await manage('GET', 'wrong')).status).toBe(401);
    expect((await manage('GET', made.registration_access_token)).status).toBe(200);
    expect((await manage('DELETE', made.registration_access_token)).status).toBe(204);
    expect((await manage('GET', made.registration_access_token)).status).toBe(401);
  });

  test.each([
    'https://127.0.0.1:1/client.json',
    'https://[::1]/client.json',
    'https://10.0.0.1/client.json',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:1/client.json',
  ])('a client described at %s is not looked for inside the network', async (id) => {
    const she = httpPerson(journey.hub.url);
    const url = new URL('/oauth/authorize', journey.hub.url);
    url.search = new URLSearchParams({
      client_id: id,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }).toString();
    const { page } = await she.follow(url.href);
    expect(page?.status).toBe(400);
    expect(page?.text).toContain('invalid_client');
  });

  test('another site cannot answer for her', async () => {
    const she = await person(await journey.earner('cross-site@example.org'));
    const { url } = await begin(await register());
    const asked = await she.follow(url);
    const { host } = new URL(journey.hub.url);
    const forged = await fetch(asked.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        origin: 'https://attacker.example',
        host,
        cookie: [...she.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: 'answer=allow&scope=badges%3Awrite',
    });
    expect(forged.status).toBe(403);
  });

  test('signing out of the hub, or in as somebody else, is that here too', async () => {
    const one = await journey.earner('first-of-two@example.org');
    const config = await register();
    const { she } = await connect(one, config);
    await she.post('/sign-out', {});
    const flow = await begin(config, 'openid profile:read');
    expect(new URL((await she.follow(flow.url)).url).pathname).toBe('/sign-in');
  });
}
