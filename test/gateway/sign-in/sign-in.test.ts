import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { signInRoutes } from '../../../gateway/sign-in/index.js';
import type { GraphAnswer } from '../../../gateway/web/index.js';
import { routeServer, send } from '../../support/route-server.js';

interface Asked {
  readonly field: string;
  readonly variables: unknown;
  readonly authorization: string | undefined;
}

const asked: Asked[] = [];
let answer: GraphAnswer = {};

const fieldOf = (query: string): string => /\{ (\w+)/.exec(query)?.[1] ?? '';

const server = routeServer(
  signInRoutes({
    graph: ({ query, variables }, { authorization }) => {
      parse(query);
      asked.push({ field: fieldOf(query), variables, authorization });
      return Promise.resolve(answer);
    },
    publicUrl: undefined,
    mailbox: false,
    providers: [],
  }),
);

const refusal = (code: string, details = {}): GraphAnswer => ({
  data: null,
  errors: [{ extensions: { code, ...details } }],
});

beforeEach(() => {
  asked.length = 0;
  answer = {};
});

describe('a hub that people see under https', () => {
  test('signs in with a cookie that only this host reads, over TLS alone', async () => {
    const signIn = { accessToken: 't0ken', expiresAt: '2026-03-01T00:00:00Z' };
    const graph = () => Promise.resolve({ data: { signIn } });
    const routes = signInRoutes({
      graph,
      publicUrl: 'https://hub.example',
      mailbox: false,
      providers: [],
    });
    const { url } = await routeServer(routes);
    const signedIn = await send(`${url}/sign-in`, { form: { token: 'abc' } });
    expect(String(signedIn.headers['set-cookie'])).toMatch(
      /^__Host-hub_session=t0ken; .*Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });
});

describe('the page behind a sign-in link', () => {
  test.each(['GET', 'HEAD'])('consumes nothing when it is opened by %s', async (method) => {
    const { url } = await server;
    const page = await send(`${url}/sign-in?token=abc`, { method });
    expect(page.status).toBe(200);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('holds the token in a form, escaped, and keeps its address from other sites', async () => {
    const { url } = await server;
    const page = await send(`${url}/sign-in?token=${encodeURIComponent('a"><b>')}`);
    expect(page.text).toContain('name="token" value="a&quot;&gt;&lt;b&gt;"');
    expect(page.headers['referrer-policy']).toBe('same-origin');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test.each(['/sign-in?token='])('offers a new link at %s', async (path) => {
    const { url } = await server;
    const page = await send(url + path);
    expect(page.status).toBe(410);
    expect(page.text).toContain('action="/sign-in/request"');
  });
});

describe('the sign-in page', () => {
  test.each([
    ['/account/apps', '/account/apps'],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['https://evil.example/', undefined],
    ['/%0d%0aset-cookie:a=b', '/%0d%0aset-cookie:a=b'],
    ['/\t/evil.example', undefined],
    ['javascript:alert(1)', undefined],
    ['/..//evil.example', undefined],
    ['/a\r\nb', undefined],
    ['account', undefined],
    [`/${'a'.repeat(2_000)}`, undefined],
  ])('remembers where she wanted to go only on this hub: %j', async (path, kept) => {
    const { url } = await server;
    const page = await send(`${url}/sign-in?return_to=${encodeURIComponent(path)}`);
    expect(page.status).toBe(200);
    const cookies = page.headers['set-cookie'];
    if (kept === undefined) {
      expect(cookies).toBeUndefined();
    } else {
      expect(cookies?.[0]).toContain(`hub_return=${encodeURIComponent(kept)};`);
      answer = { data: { signIn: { accessToken: 't', expiresAt: '2026-03-01T00:00:00Z' } } };
      const cookie = cookies?.[0]?.split(';')[0] ?? '';
      const went = await send(`${url}/sign-in`, { headers: { cookie }, form: { token: 'abc' } });
      expect(went.headers.location).toBe(kept);
    }
  });

  test('leads on to an app by a page, since no form of ours may be redirected to one', async () => {
    answer = { data: { signIn: { accessToken: 't', expiresAt: '2026-03-01T00:00:00Z' } } };
    const { url } = await server;
    const headers = { cookie: `hub_return=${encodeURIComponent('/oauth/interaction/abc?x=1')}` };
    const page = await send(`${url}/sign-in`, { headers, form: { token: 'abc' } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('content="0; url=/oauth/interaction/abc?x=1"');
    expect(page.headers['set-cookie']).toHaveLength(2);
  });

  test('goes nowhere else with a cookie that somebody planted', async () => {
    answer = { data: { signIn: { accessToken: 't', expiresAt: '2026-03-01T00:00:00Z' } } };
    const { url } = await server;
    for (const planted of [
      '%2F%2Fevil.example',
      'https%3A%2F%2Fevil.example',
      '%2F%5Cevil',
      '%zz',
    ]) {
      const headers = { cookie: `hub_return=${planted}` };
      const went = await send(`${url}/sign-in`, { headers, form: { token: 'abc' } });
      expect(went.headers.location).toBe('/');
    }
  });
});

describe('the button on that page', () => {
  test('asks for the code where this is not the browser that asked for the link', async () => {
    answer = refusal('CODE_NEEDED');
    const { url } = await server;
    const first = await send(`${url}/sign-in`, { form: { token: 'abc' } });
    expect(first.status).toBe(401);
    expect(first.text).toContain('name="code"');
    expect(first.text).not.toContain('role="alert"');
    const second = await send(`${url}/sign-in`, { form: { token: 'abc', code: '123456' } });
    expect(second.text).toContain('role="alert"');
    expect(asked.at(-1)?.variables).toEqual({ token: 'abc', code: '123456' });
  });

  test('ends the session this browser had before', async () => {
    answer = { data: { signIn: { accessToken: 't', expiresAt: '2026-03-01T00:00:00Z' } } };
    const { url } = await server;
    const headers = { cookie: 'hub_session=planted' };
    await send(`${url}/sign-in`, { headers, form: { token: 'abc' } });
    expect(asked.at(-1)).toEqual({
      field: 'signOut',
      variables: {},
      authorization: 'Bearer planted',
    });
  });

  test('signs in: sets the cookie until the session ends and goes to the start page', async () => {
    answer = { data: { signIn: { accessToken: 't0ken', expiresAt: '2026-03-01T00:00:00Z' } } };
    const { url } = await server;
    const signedIn = await send(`${url}/sign-in`, { form: { token: 'abc' } });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
    expect(signedIn.headers['set-cookie']).toEqual([
      'hub_session=t0ken; Expires=Sun, 01 Mar 2026 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(signedIn.headers['cache-control']).toBe('no-store');
    expect(asked).toEqual([
      { field: 'signIn', variables: { token: 'abc', code: null }, authorization: undefined },
    ]);
  });

  test.each([
    ['BAD_TOKEN', 410, true],
    ['BAD_INPUT', 410, true],
    ['RATE_LIMITED', 429, false],
    ['UNAVAILABLE', 503, false],
    ['INTERNAL', 500, false],
    ['NO_SUCH_CODE', 500, false],
  ])('after %s shows a page with status %i and no cookie', async (code, status, offersNewLink) => {
    answer = refusal(code);
    const { url } = await server;
    const page = await send(`${url}/sign-in`, { form: { token: 'abc' } });
    expect(page.status).toBe(status);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.text.includes('action="/sign-in/request"')).toBe(offersNewLink);
    expect(page.text).not.toContain('abc');
  });

  test('without a token is a link that does not work, and asks the graph nothing', async () => {
    const { url } = await server;
    expect((await send(`${url}/sign-in`, { form: {} })).status).toBe(410);
    expect(asked).toEqual([]);
  });
});

describe('asking for a link', () => {
  const request = async (email: string) => {
    const { url } = await server;
    return send(`${url}/sign-in/request`, { form: { email } });
  };

  test('shows the same page for every address', async () => {
    answer = { data: { requestSignIn: { accepted: true } } };
    const pages = [await request(' earner@example.org '), await request('other@example.org')];
    const [first, second] = pages.map(({ status, text }) => ({
      status,
      text: text.replace(/nonce="[^"]*"/, ''),
    }));
    expect(first).toEqual(second);
    expect(first?.status).toBe(200);
    expect(asked.map(({ variables }) => variables)).toEqual([
      { email: 'earner@example.org' },
      { email: 'other@example.org' },
    ]);
  });

  test('says that something is no address', async () => {
    answer = refusal('BAD_INPUT');
    const page = await request('not an address');
    expect(page.status).toBe(400);
    expect(page.text).not.toContain('not an address');
  });

  test('tells when to try again', async () => {
    answer = refusal('RATE_LIMITED', { retryAfterSeconds: 12.2 });
    const page = await request('earner@example.org');
    expect([page.status, page.headers['retry-after']]).toEqual([429, '13']);
  });
});

describe('signing out', () => {
  const signOut = async (headers: Record<string, string>) => {
    const { url } = await server;
    return send(`${url}/sign-out`, { method: 'POST', headers });
  };

  test.each([
    ['ends the session', { data: { signOut: true } }],
    ['forgets a session that ended before', refusal('UNAUTHENTICATED')],
  ])('%s and clears the cookie', async (_case, graphSays) => {
    answer = graphSays;
    const signedOut = await signOut({ cookie: 'hub_session=t0ken' });
    expect([signedOut.status, signedOut.headers.location]).toEqual([303, '/']);
    expect(signedOut.headers['set-cookie']).toEqual([
      'hub_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(asked).toEqual([{ field: 'signOut', variables: {}, authorization: 'Bearer t0ken' }]);
  });

  test('keeps the cookie while the hub could not end the session', async () => {
    answer = refusal('UNAVAILABLE');
    const page = await signOut({ cookie: 'hub_session=t0ken' });
    expect(page.status).toBe(503);
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  test('without a session asks the graph nothing', async () => {
    expect((await signOut({})).status).toBe(303);
    expect(asked).toEqual([]);
  });
});

describe('a form', () => {
  const paths = ['/sign-in', '/sign-in/request', '/sign-out'];
  const form = { token: 'abc', email: 'earner@example.org' };

  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://site.example' },
    { origin: 'null' },
  ];
  test.each(paths.flatMap((path) => foreign.map((headers) => [path, headers] as const)))(
    'sent to %s by another site, %j, is refused before the graph is asked',
    async (path, headers) => {
      const { url } = await server;
      for (const cookie of ['', 'hub_session=t0ken']) {
        const sent = await send(url + path, { form, headers: { ...headers, cookie } });
        expect(sent.status).toBe(403);
      }
      expect(asked).toEqual([]);
    },
  );

  test.each([{ 'sec-fetch-site': 'same-origin' }, { origin: 'own' }, {}])(
    'sent by our own page or by no browser, %j, is read',
    async (headers) => {
      const { url } = await server;
      const origin = 'origin' in headers ? { origin: url } : {};
      answer = refusal('BAD_TOKEN');
      const sent = await send(`${url}/sign-in`, { form, headers: { ...headers, ...origin } });
      expect(sent.status).toBe(410);
    },
  );

  test.each([
    ['application/json', 400],
    ['text/plain', 400],
    ['Application/X-WWW-Form-Urlencoded; charset=utf-8', 410],
  ])('of type %s is answered with %i', async (type, status) => {
    answer = refusal('BAD_TOKEN');
    const { url } = await server;
    const sent = await send(`${url}/sign-in`, { form, headers: { 'content-type': type } });
    expect(sent.status).toBe(status);
  });
});
