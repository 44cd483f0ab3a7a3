import { afterAll, describe, expect, jest, test } from '@jest/globals';
import * as client from 'openid-client';
import { startTlsProxy } from '../support/tls-proxy.js';
import type { TlsProxy } from '../support/tls-proxy.js';
import { startJourney } from './journey.js';

jest.setTimeout(120_000);

describe('a hub behind a TLS proxy, with a public URL of its own', () => {
  const proxy = {} as { now: TlsProxy };
  const journey = startJourney('one process', async (_issuer, hub) => {
    proxy.now = await startTlsProxy('hub.test', hub);
    return { HUB_PUBLIC_URL: proxy.now.url, HUB_TRUSTED_PROXIES: '127.0.0.1' };
  });
  afterAll(() => proxy.now.close());

  const register = () =>
    client.dynamicClientRegistration(
      new URL(proxy.now.url),
      {
        client_name: 'Board',
        redirect_uris: ['https://board.example/back'],
        grant_types: ['client_credentials'],
        response_types: [],
      },
      undefined,
      { [client.customFetch]: proxy.now.fetch as client.CustomFetch },
    );

  test('names itself by what people see, whatever a caller forwards', async () => {
    const lies = { 'x-forwarded-host': 'attacker.example', forwarded: 'host=attacker.example' };
    for (const url of [proxy.now.url, journey.hub.url]) {
      const ask = url === proxy.now.url ? proxy.now.fetch : fetch;
      const response = await ask(`${url}/.well-known/openid-configuration`, { headers: lies });
      const said = (await response.json()) as Record<string, unknown>;
      expect(said['issuer']).toBe(proxy.now.url);
      const addresses = Object.entries(said).filter(([name]) => /_(endpoint|uri)$/.test(name));
      expect(addresses.length).toBeGreaterThan(4);
      for (const [, address] of addresses) expect(address).toMatch(proxy.now.url);
    }
  });

  test('gives tokens that count, also those bound to a key, whose proofs name the public URL', async () => {
    const config = await register();
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const tokens = await client.clientCredentialsGrant(
      config,
      { scope: 'collections:read' },
      { DPoP },
    );
    const answered = await client.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL('/graphql', proxy.now.url),
      'POST',
      JSON.stringify({ query: '{ myGrants { edges { node { id } } } }' }),
      new Headers({ 'content-type': 'application/json' }),
      { DPoP },
    );
    expect(await answered.json()).toEqual({ data: { myGrants: { edges: [] } } });
  });

  test('keeps its cookies to this host and to TLS', async () => {
    const response = await proxy.now.fetch(`${proxy.now.url}/sign-in/request`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      body: 'email=behind-tls@example.org',
    });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-hub_browser=[\w-]{43};.*; HttpOnly; SameSite=Lax; Secure$/);
  });
});
