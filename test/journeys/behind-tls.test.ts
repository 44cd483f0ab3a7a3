import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as client from 'openid-client';
import { startTlsProxy } from '../support/tls-proxy.js';
import type { TlsProxy } from '../support/tls-proxy.js';
import { startJourney } from './journey.js';

jest.setTimeout(120_000);

/** Serves one document, whatever it is asked for. */
function documentServer() {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(served.document));
  });
  const served = {
    document: {} as object,
    async start(): Promise<string> {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return served;
}

describe('a hub behind a TLS proxy, with a public URL of its own', () => {
  const proxy = {} as { now: TlsProxy };
  const documents = {} as { now: TlsProxy };
  const described = documentServer();
  const folder = mkdtempSync(join(tmpdir(), 'hub-ca-'));
  const journey = startJourney('one process', async (issuer, hub) => {
    proxy.now = await startTlsProxy('hub.test', hub);
    documents.now = await startTlsProxy('client.test', await described.start());
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, documents.now.ca);
    return {
      HUB_PUBLIC_URL: proxy.now.url,
      HUB_TRUSTED_PROXIES: '127.0.0.1',
      HUB_CA_FILE: caFile,
      HUB_PRIVATE_ORIGINS: `${issuer},${documents.now.url}=127.0.0.1`,
    };
  });
  afterAll(async () => {
    await Promise.all([proxy.now.close(), documents.now.close(), described.close()]);
    rmSync(folder, { recursive: true });
  });

  const askFor = async (id: string): Promise<string> => {
    const url = new URL('/oauth/authorize', proxy.now.url);
    url.search = new URLSearchParams({
      client_id: id,
      response_type: 'code',
      redirect_uri: `${documents.now.url}/back`,
      scope: 'openid collections:read',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }).toString();
    const response = await proxy.now.fetch(url, { redirect: 'manual' });
    return response.headers.get('location') ?? (await response.text());
  };

  test('knows a client by the document at its own address', async () => {
    const id = `${documents.now.url}/client.json`;
    described.document = {
      client_id: id,
      client_name: 'Described',
      redirect_uris: [`${documents.now.url}/back`],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
    };
    expect(await askFor(id)).toContain('/oauth/interaction/');
    const { displayer } = await journey.hub.data<{ displayer: unknown }>(
      'query ($id: ID!) { displayer(id: $id) { name host } }',
      { id },
    );
    expect(displayer).toEqual({ name: 'Described', host: new URL(id).host });
  });

  test.each([
    ['names another client', (id: string) => ({ client_id: `${id}x` })],
    ['has an insecure redirect', () => ({ redirect_uris: ['http://client.test/back'] })],
    ['is larger than any such document', () => ({ client_name: 'x'.repeat(20_000) })],
    [
      'holds a secret',
      () => ({ client_secret: 'x', token_endpoint_auth_method: 'client_secret_basic' }),
    ],
  ])('does not believe a document that %s', async (what, wrong) => {
    const id = `${documents.now.url}/${encodeURIComponent(what)}.json`;
    described.document = {
      client_id: id,
      client_name: 'Wrong',
      redirect_uris: [`${documents.now.url}/back`],
      token_endpoint_auth_method: 'none',
      ...wrong(id),
    };
    expect(await askFor(id)).toContain('This app cannot be connected');
  });

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
