import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import { signRequest, signingKeyOf } from '../../src/federation/index.js';
import type { HubKey, PrivateJwk, PublicJwk } from '../../src/federation/index.js';
import type { HttpPerson, Landed } from '../support/http-person.js';
import type { Sent } from '../support/route-server.js';
import { startTlsProxy } from '../support/tls-proxy.js';
import type { TlsProxy } from '../support/tls-proxy.js';
import type { Earner } from './journey.js';
import { startLinkedHubs } from './linked-hubs.js';
import type { LinkedHub } from './linked-hubs.js';

jest.setTimeout(120_000);

interface Link {
  readonly id: string;
  readonly hub: string;
  readonly direction: string;
  readonly acceptsFrom: readonly string[];
}

const LINKS = '{ me { links { id hub direction acceptsFrom } } }';

describe('two hubs that know each other', () => {
  const documents = documentServer();
  const hubs = startLinkedHubs(['a', 'b'], () => [documents.proxy()]);
  const { a, b } = hubs;
  beforeAll(async () => {
    await a.befriend(b.origin);
    await b.befriend(a.origin);
  });

  const linksAt = async ({ journey }: LinkedHub, token: string): Promise<readonly Link[]> =>
    (await journey.hub.data<{ me: { links: readonly Link[] } }>(LINKS, {}, token)).me.links;

  /** Both her browsers, at `a` and at `b`. */
  async function person(name: string) {
    const atA = await a.signedIn(`${name}@a.example`);
    const atB = await b.signedIn(`${name}@b.example`);
    return { atA, atB };
  }

  /** From the page at `a` to the question at `b`. */
  async function ask(atA: HttpPerson, atB: HttpPerson): Promise<Landed> {
    const left = await atA.post('/account/links/connect', { hub: new URL(b.origin).host });
    return atB.follow(leadsTo(left));
  }

  /** She allows it, and is sent back to `a`. */
  async function allow(atB: HttpPerson, { url }: Landed, issuers = ''): Promise<string> {
    const decided = await atB.post(url, { answer: 'allow', issuers });
    expect(decided.status).toBe(303);
    return (await atB.follow(decided.headers.location ?? '')).url;
  }

  async function link(name: string, issuers = '') {
    const { atA, atB } = await person(name);
    const asked = await ask(atA.browser, atB.browser);
    const back = await allow(atB.browser, asked, issuers);
    const done = await atA.browser.follow(back);
    expect(new URL(done.url).pathname).toBe('/account/links');
    return { atA, atB, asked, done };
  }

  test('she links her backpacks: one sends, the other takes offers, neither gets a right', async () => {
    const { atA, atB, asked, done } = await link('links', 'https://school.example/issuer.json');
    expect(asked.page?.text).toMatch(/may deliver badges to this\s+one/);
    expect(asked.page?.text).toContain(new URL(a.origin).host);
    expect(asked.page?.text).not.toContain('collections');
    expect(await linksAt(a, atA.token)).toEqual([
      { id: expect.any(String), hub: b.origin, direction: 'SENDS', acceptsFrom: [] },
    ]);
    expect(await linksAt(b, atB.token)).toEqual([
      {
        id: expect.any(String),
        hub: a.origin,
        direction: 'RECEIVES',
        acceptsFrom: ['https://school.example/issuer.json'],
      },
    ]);
    expect(done.page?.text).toContain('hub-b.test');
    const { me } = await b.journey.hub.data<{ me: { connectedApps: unknown } }>(
      '{ me { connectedApps { scopes } } }',
      {},
      atB.token,
    );
    expect(me.connectedApps).toEqual([]);
  });

  test('linking again gives another delivery address, and the one before is dead on both sides', async () => {
    const { atA, atB } = await link('again');
    const [before] = await linksAt(a, atA.token);
    await allowAgain(atA.browser, atB.browser);
    const [after, ...others] = await linksAt(a, atA.token);
    expect(others).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
    const rows = await a.journey.db
      .collection('links')
      .find({ _id: { $in: [before?.id, after?.id] } as never })
      .toArray();
    const [one, other] = rows.map(({ deliveryAddress }) => String(deliveryAddress));
    expect(one).not.toBe(other);
    const atTheOther = await b.journey.db
      .collection('links')
      .find({ deliveryAddress: { $in: [one, other] } })
      .toArray();
    expect(atTheOther.map(({ state }) => String(state)).sort()).toEqual(['CLOSED', 'OPEN']);
  });

  async function allowAgain(atA: HttpPerson, atB: HttpPerson): Promise<void> {
    const asked = await ask(atA, atB);
    expect(new URL(asked.url).pathname).toContain('/oauth/interaction/');
    await atA.follow(await allow(atB, asked));
  }

  test('nothing is linked when she refuses', async () => {
    const { atA, atB } = await person('refuses');
    const asked = await ask(atA.browser, atB.browser);
    const decided = await atB.browser.post(asked.url, { answer: 'refuse' });
    const back = await atB.browser.follow(decided.headers.location ?? '');
    await atA.browser.follow(back.url);
    expect(await linksAt(a, atA.token)).toEqual([]);
    expect(await linksAt(b, atB.token)).toEqual([]);
  });

  test('an issuer that is no web address is said on the page, and she may correct it', async () => {
    const { atA, atB } = await person('corrects');
    const asked = await ask(atA.browser, atB.browser);
    const wrong = await atB.browser.post(asked.url, { answer: 'allow', issuers: 'my school' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('web address');
    await atA.browser.follow(await allow(atB.browser, asked, 'https://school.example/'));
    expect(await linksAt(b, atB.token)).toHaveLength(1);
  });

  test.each([
    ['with another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['of another hub', (url: URL) => url.searchParams.set('iss', 'https://other.example')],
    ['that names no hub', (url: URL) => url.searchParams.delete('iss')],
    ['with another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43))],
  ])('an answer %s changes nothing', async (what, change) => {
    const { atA, atB } = await person(`forged-${String(what.length)}`);
    const asked = await ask(atA.browser, atB.browser);
    const back = new URL(await allow(atB.browser, asked));
    change(back);
    const refused = await atA.browser.get(back.href);
    expect(refused.status).toBe(400);
    expect(await linksAt(a, atA.token)).toEqual([]);
    const again = await atA.browser.get(back.href);
    expect(again.status).toBe(400);
  });

  test('an answer counts only in the browser and the session that began', async () => {
    const { atA, atB } = await person('hers');
    const other = await a.signedIn('other@a.example');
    const back = await allow(atB.browser, await ask(atA.browser, atB.browser));
    expect((await other.browser.get(back)).status).toBe(400);
    for (const [name, value] of atA.browser.cookies) {
      if (name.endsWith('flow')) other.browser.cookies.set(name, value);
    }
    expect((await other.browser.get(back)).status).toBe(400);
    expect(await linksAt(a, other.token)).toEqual([]);
  });

  test('she sends a badge on the page, sees where it is, takes it back, and closes the link', async () => {
    const { atA } = await link('page');
    const badge = await a.journey.badge({ email: 'page@a.example', token: atA.token });
    const [made] = await linksAt(a, atA.token);
    const press = async (form: Readonly<Record<string, string>>): Promise<string> => {
      const pressed = await atA.browser.post('/account/links', form);
      expect(pressed.status).toBe(303);
      return (await atA.browser.get('/account/links')).text;
    };
    const id = made?.id ?? '';
    expect(await press({ do: 'send', badge, link: id })).toMatch(/It (waits|is delivered)/);
    const { me } = await a.journey.hub.data<{
      me: { sendings: { edges: readonly { node: { id: string } }[] } };
    }>('{ me { sendings { edges { node { id } } } } }', {}, atA.token);
    const sending = me.sendings.edges[0]?.node.id ?? '';
    expect(await press({ do: 'withdraw', sending })).toContain('is taken back');
    expect(await press({ do: 'close', link: id })).not.toContain(id);
    expect(await linksAt(a, atA.token)).toEqual([]);
  });

  test.each([
    ['a hub that is no peer', 'nobody.example'],
    ['itself', ''],
    ['no address at all', 'http://user:secret@'],
  ])('%s cannot be linked', async (what, typed) => {
    const { browser } = await a.signedIn(`to-${String(what.length)}@a.example`);
    const hub = typed === '' ? a.origin : typed;
    const refused = await browser.post('/account/links/connect', { hub });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('exchanges no badges with that one');
  });

  describe('seen by a hub that asks', () => {
    const keys = generateKeyPair('Ed25519', { extractable: true });
    const origin = () => documents.proxy().url;
    const id = () => `${origin()}/federation/v1/client`;

    async function describeClient(more: object = {}): Promise<void> {
      const jwk = await exportJWK((await keys).publicKey);
      const kid = await calculateJwkThumbprint(jwk);
      documents.document = {
        client_id: id(),
        client_name: 'Third hub',
        redirect_uris: [`${origin()}/back`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'Ed25519',
        jwks: { keys: [{ ...jwk, kid, alg: 'Ed25519', use: 'sig' }] },
        ...more,
      };
    }

    async function hubKey(): Promise<HubKey> {
      const jwk = (await exportJWK((await keys).publicKey)) as PublicJwk;
      const kid = await calculateJwkThumbprint({ ...jwk });
      return { kid, alg: 'Ed25519', status: 'active', jwk };
    }

    async function begin(scope = 'bf:deliver') {
      const { privateKey } = await keys;
      const kid = await calculateJwkThumbprint(await exportJWK((await keys).publicKey));
      const config = await client.discovery(
        new URL(b.origin),
        id(),
        {},
        client.PrivateKeyJwt({ key: privateKey, kid }),
        { algorithm: 'oauth2', [client.customFetch]: fetchAt(b) },
      );
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${origin()}/back`,
        scope,
        state: expectedState,
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      return { config, url: url.href, checks: { pkceCodeVerifier, expectedState } };
    }

    test('it is told that this hub takes nothing from it, until it is a peer', async () => {
      await describeClient();
      await b.forget(origin());
      const { browser } = await b.signedIn('stranger@b.example');
      const { url } = await begin();
      const asked = await browser.follow(url);
      expect(asked.page?.text).toContain('does not take badges from there');
      const forced = await browser.post(asked.url, { answer: 'allow' });
      const back = await browser.follow(forced.headers.location ?? '');
      expect(new URL(back.url).searchParams.get('error')).toBe('access_denied');
    });

    test('it gets the names of the link beside a token that is good for nothing', async () => {
      await describeClient();
      await b.befriend(origin(), 'LIMITED', [await hubKey()]);
      const { browser, token } = await b.signedIn('token@b.example');
      const { config, url, checks } = await begin('openid offline_access bf:deliver badges:read');
      const asked = await browser.follow(`${url}&prompt=consent`);
      const back = new URL(await allow(browser, asked));
      const tokens = await client.authorizationCodeGrant(config, back, checks);
      expect(Object.keys(tokens).sort()).toEqual([
        'access_token',
        'delivery_address',
        'expires_in',
        'link',
        'token_type',
      ]);
      expect(tokens).toMatchObject({
        expires_in: 60,
        link: expect.stringMatching(/^lnk_[0-9a-z]{26}$/),
        delivery_address: expect.stringMatching(/^rcp_[0-9a-z]{26}$/),
      });
      const { errors } = await b.journey.hub.graph('{ me { id } }', {}, tokens.access_token);
      expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
      expect(await linksAt(b, token)).toHaveLength(1);
      await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toThrow();
    });

    test('it fetches what was offered to it, by a token for this very request', async () => {
      const peer = 'https://fetches.example';
      await b.befriend(peer, 'ACTIVE', [await hubKey()]);
      const { token } = await b.signedIn('sends@b.example');
      const offer = await offerTo(peer, { token, email: 'sends@b.example' });
      const url = `${b.origin}/federation/v1/offers/${offer}/credential`;
      const { privateKey } = await keys;
      const key = signingKeyOf((await exportJWK(privateKey)) as PrivateJwk);
      const fetchAs = async (from: string, to = url, signedFor = to): Promise<Response> => {
        const jti = randomUUID();
        const request = { method: 'GET', url: signedFor, from, to: b.origin, jti } as const;
        const bearer = await signRequest({ ...request, now: new Date() }, key);
        const target = to.replace(b.origin, b.journey.hub.url);
        return fetch(target, { headers: { authorization: `Bearer ${bearer}` } });
      };
      const fetched = await fetchAs(peer);
      expect(fetched.status).toBe(200);
      expect(await fetched.json()).toMatchObject({ type: 'Assertion' });

      expect((await fetchAs('https://unheard.example')).status).toBe(401);
      expect((await fetchAs(peer, url, `${url}s`)).status).toBe(401);
      await b.befriend('https://blocked.example', 'BLOCKED', [await hubKey()]);
      expect((await fetchAs('https://blocked.example')).status).toBe(401);
      await b.befriend('https://another.example', 'ACTIVE', [await hubKey()]);
      expect((await fetchAs('https://another.example')).status).toBe(404);
      expect((await fetch(url.replace(b.origin, b.journey.hub.url))).status).toBe(401);
    });

    /** Her badge, offered over a link to this hub. */
    async function offerTo(peer: string, she: Earner): Promise<string> {
      const { journey } = b;
      const { me } = await journey.hub.data<{ me: { id: string } }>('{ me { id } }', {}, she.token);
      const link = 'lnk_to_fetch';
      await journey.db.collection('links').insertOne({
        _id: link,
        earner: me.id,
        peer,
        direction: 'SENDS',
        name: 'lnk_there',
        deliveryAddress: 'rcp_there',
        state: 'OPEN',
        since: new Date(),
        acceptsFrom: [],
        rules: [],
      } as never);
      const badge = await journey.badge(she);
      const { sendBadge } = await journey.hub.data<{ sendBadge: { id: string } }>(
        'mutation ($badge: ID!, $link: ID!) { sendBadge(badge: $badge, link: $link) { id } }',
        { badge, link },
        she.token,
      );
      return sendBadge.id;
    }
  });
});

/** Where a page leads that sends a browser to another site. */
function leadsTo({ status, text }: Sent): string {
  expect(status).toBe(200);
  const href = /<a class="button" href="([^"]+)"/.exec(text)?.[1];
  return (href ?? '').replaceAll('&amp;', '&');
}

/** Asks the hub itself, under the origin it has for others. */
function fetchAt({ journey, origin }: LinkedHub): client.CustomFetch {
  const agent = new Agent();
  return ((url: string, init: object) =>
    undiciFetch(url.replace(origin, journey.hub.url), {
      ...init,
      dispatcher: agent,
    })) as unknown as client.CustomFetch;
}

/** Serves one document behind TLS, whatever it is asked for. */
function documentServer() {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(served.document));
  });
  const started: { proxy?: TlsProxy } = {};
  const served = {
    document: {} as object,
    proxy(): TlsProxy {
      if (started.proxy === undefined) throw new Error('the documents are served in beforeAll');
      return started.proxy;
    },
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    started.proxy = await startTlsProxy('third.test', `http://127.0.0.1:${String(port)}`);
  });
  afterAll(async () => {
    await started.proxy?.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return served;
}
