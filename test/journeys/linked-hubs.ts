import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubKey } from '../../src/federation/index.js';
import { httpPerson } from '../support/http-person.js';
import type { HttpPerson } from '../support/http-person.js';
import { send } from '../support/route-server.js';
import { startTlsProxy } from '../support/tls-proxy.js';
import type { TlsProxy } from '../support/tls-proxy.js';
import { startJourney } from './journey.js';
import type { Journey } from './journey.js';

/** One of several hubs that know each other by https origins of their own. */
export interface LinkedHub {
  readonly journey: Journey;
  /** Its origin. */
  readonly origin: string;
  /** A browser in which she is signed in, with the hub's own token besides. */
  signedIn(email: string): Promise<{ readonly browser: HttpPerson; readonly token: string }>;
  /** Makes that origin a peer that has proved itself, as two hellos would. */
  befriend(peer: string, state?: string, keys?: readonly HubKey[]): Promise<void>;
  /** As if it had never said hello. */
  forget(peer: string): Promise<void>;
}

/** Hubs behind TLS proxies with these names, and further origins they may reach on loopback. */
export function startLinkedHubs<Name extends string>(
  names: readonly Name[],
  others: () => readonly TlsProxy[] = () => [],
): Readonly<Record<Name, LinkedHub>> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-linked-'));
  const proxies = new Map<string, TlsProxy>();
  const hubs = {} as Record<Name, LinkedHub>;
  beforeAll(async () => {
    for (const name of names) {
      const target = () => hubs[name].journey.hub.url;
      proxies.set(name, await startTlsProxy(`hub-${name}.test`, target));
    }
    const authorities = [...proxies.values(), ...others()].map(({ ca }) => ca);
    writeFileSync(join(folder, 'ca.pem'), authorities.join('\n'));
  });
  for (const name of names) hubs[name] = oneOf(name);
  afterAll(async () => {
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    rmSync(folder, { recursive: true });
  });

  const proxyOf = (name: string): TlsProxy => {
    const proxy = proxies.get(name);
    if (proxy === undefined) throw new Error('the proxies start in beforeAll');
    return proxy;
  };

  function oneOf(name: Name): LinkedHub {
    const journey = startJourney('one process', (issuer) => {
      const reached = [...proxies.values(), ...others()].map(({ url }) => `${url}=127.0.0.1`);
      return {
        HUB_PUBLIC_URL: proxyOf(name).url,
        HUB_TRUSTED_PROXIES: '127.0.0.1',
        HUB_CA_FILE: join(folder, 'ca.pem'),
        HUB_PRIVATE_ORIGINS: [issuer, ...reached].join(','),
        HUB_LIMIT_OAUTH_PER_MINUTE: '10000',
        HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100',
      };
    });
    const peers = () => journey.db.collection<{ _id: string }>('peers');
    return {
      journey,
      get origin() {
        return proxyOf(name).url;
      },
      async signedIn(email) {
        const { url } = proxyOf(name);
        // Its browser speaks to the hub itself: the proxy is for the other hubs.
        const browser = httpPerson(url, (to, options) =>
          send(to.replace(url, journey.hub.url), options),
        );
        await browser.post('/sign-in/request', { email });
        const { token: mailed } = await journey.mails.nextLink(email);
        await browser.post('/sign-in', { token: mailed });
        const token = [...browser.cookies].find(([cookie]) => cookie.endsWith('hub_session'))?.[1];
        if (token === undefined) throw new Error('she is not signed in');
        return { browser, token };
      },
      async befriend(peer, state = 'ACTIVE', keys = []) {
        const at = new Date();
        await peers().replaceOne(
          { _id: peer },
          {
            state,
            since: at,
            createdAt: at,
            keys,
            keysAt: at,
            out: { epoch: 'ep_00000001', head: 0, acked: 0, oldest: 1 },
            in: { contig: 0, sparse: [] },
            breaker: { state: 'CLOSED', fails: 0, concurrency: 1 },
          },
          { upsert: true },
        );
      },
      async forget(peer) {
        await peers().deleteOne({ _id: peer });
      },
    };
  }
  return hubs;
}
