import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { createGuardedFetch } from '../../../src/runtime/guarded-fetch/index.js';
import type { GuardedFetch, PrivateOrigin } from '../../../src/runtime/guarded-fetch/index.js';
import { makeCertificates } from '../../support/certificates.js';
import type { Certificates } from '../../support/certificates.js';
import { startSocketServer, startWebServer } from '../../support/local-server.js';
import type { LocalServer } from '../../support/local-server.js';
import { onlyLoopback } from '../../support/only-loopback.js';
import type { OnlyLoopback } from '../../support/only-loopback.js';

const want = { accept: 'application/json', maxBytes: 1000 };
const notReached = { kind: 'unreachable', because: 'not-reached' };

const PUBLIC = '93.184.216.34';
const ISSUER = 'https://issuer.example';

describe('redirects', () => {
  let certificates: Certificates;
  let issuer: LocalServer;
  let intranet: LocalServer;
  let victim: LocalServer;
  let sockets: OnlyLoopback;
  let guarded: GuardedFetch;
  let seen: { host: string | undefined; token: string | undefined }[];

  /** `/to/302?<url>` redirects there; `/loop` to itself; `/chain/3` redirects to `/chain/2` … `/chain/0`; all else answers. */
  const redirecting: RequestListener = (request, response) => {
    const [path = '', location] = (request.url ?? '').split('?');
    seen.push({ host: request.headers.host, token: request.headers.authorization });
    const left = Number(/^\/chain\/(\d+)$/.exec(path)?.[1] ?? 0);
    const status = Number(/^\/to\/(\d+)$/.exec(path)?.[1] ?? 302);
    if (path === '/loop') {
      response.writeHead(302, { location: '/loop' }).end();
    } else if (location !== undefined) {
      response.writeHead(status, { location: decodeURIComponent(location) }).end('moved');
    } else if (left > 0) {
      response.writeHead(status, { location: String(left - 1) }).end();
    } else {
      response.end('arrived');
    }
  };

  beforeAll(async () => {
    certificates = makeCertificates(['issuer.example', 'other.example']);
    issuer = await startWebServer(redirecting, certificates);
    intranet = await startWebServer(redirecting);
    victim = await startSocketServer((socket) => socket.destroy());
  });
  beforeEach(() => {
    seen = [];
    // The test plays the public address, so the code under test needs no way around its guard.
    sockets = onlyLoopback({ reroute: { [`${PUBLIC}:443`]: issuer.port } });
    const listed: PrivateOrigin[] = [{ origin: origin(intranet) }, { origin: origin(victim) }];
    guarded = createGuardedFetch({
      privateOrigins: listed,
      userAgent: 'test',
      deadlineMs: 5000,
      ca: certificates.ca,
      resolve: (hostname) =>
        Promise.resolve([
          { address: hostname === 'rebound.example' ? '127.0.0.1' : PUBLIC, family: 4 },
        ]),
    });
  });
  afterEach(async () => {
    sockets.restore();
    await guarded.close();
    expect(sockets.strays).toEqual([]);
  });
  afterAll(() => Promise.all([issuer.close(), intranet.close(), victim.close()]));

  const origin = ({ port }: LocalServer): string => `http://127.0.0.1:${String(port)}`;
  const to = (base: string, location: string, status = 302): string =>
    `${base}/to/${String(status)}?${encodeURIComponent(location)}`;

  test.each([301, 302, 303, 307, 308])(
    'a %d to another public origin is followed',
    async (status) => {
      const answer = await guarded(to(ISSUER, 'https://other.example/badge', status), want);
      expect(answer).toEqual({
        kind: 'answered',
        url: 'https://other.example/badge',
        status: 200,
        body: new TextEncoder().encode('arrived'),
      });
      expect(seen.map(({ host }) => host)).toEqual(['issuer.example', 'other.example']);
    },
  );

  test.each([
    ['loopback', 'https://127.0.0.1/'],
    ['loopback in IPv6', 'https://[::1]/'],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['the metadata service over https', 'https://169.254.169.254/latest/meta-data/'],
    ['a name that stands for loopback', 'https://rebound.example/'],
    ['http', 'http://issuer.example/'],
    ['data', 'data:application/json,{}'],
    ['a file', 'file:///etc/passwd'],
    ['a user', 'https://me:secret@issuer.example/'],
    ['another port', 'https://issuer.example:8443/'],
    ['no URL', 'https://[/'],
  ])('a redirect to %s is not followed', async (_, location) => {
    expect(await guarded(to(ISSUER, location), want)).toEqual(notReached);
    expect(sockets.tried).toEqual([`${PUBLIC}:443`]);
  });

  test('a chain of three is followed and one of four is not', async () => {
    const three = await guarded(`${ISSUER}/chain/3`, want);
    expect(three).toMatchObject({ kind: 'answered', url: `${ISSUER}/chain/0` });
    expect(await guarded(`${ISSUER}/chain/4`, want)).toEqual(notReached);
    expect(seen).toHaveLength(8);
  });

  test('a loop ends', async () => {
    expect(await guarded(`${ISSUER}/loop`, want)).toEqual(notReached);
    expect(seen).toHaveLength(4);
  });

  test('where the protocol knows no redirect, none is followed', async () => {
    const answer = await guarded(`${ISSUER}/chain/1`, { ...want, maxRedirects: 0 });
    expect(answer).toEqual(notReached);
    expect(seen).toHaveLength(1);
  });

  test('what was sent by POST is not sent on', async () => {
    const answer = await guarded(`${ISSUER}/chain/1`, { ...want, method: 'POST', body: '{}' });
    expect(answer).toEqual(notReached);
    expect(seen).toHaveLength(1);
  });

  test('credentials go to the first hop only', async () => {
    const headers = { authorization: 'Bearer secret' };
    await guarded(to(ISSUER, 'https://other.example/badge'), { ...want, headers });
    expect(seen.map(({ token }) => token)).toEqual(['Bearer secret', undefined]);
  });

  test('a 3xx that is no redirect is an answer', async () => {
    const answer = await guarded(to(ISSUER, '/elsewhere', 304), want);
    expect(answer).toMatchObject({ kind: 'answered', status: 304 });
  });

  test('a listed private origin may redirect to itself', async () => {
    const answer = await guarded(`${origin(intranet)}/chain/3`, want);
    expect(answer).toMatchObject({ kind: 'answered', url: `${origin(intranet)}/chain/0` });
  });

  test('a listed private origin may redirect to a public one', async () => {
    const answer = await guarded(to(origin(intranet), `${ISSUER}/badge`), want);
    expect(answer).toMatchObject({ kind: 'answered', url: `${ISSUER}/badge` });
  });

  test('a public origin may not redirect to a listed private one', async () => {
    const before = intranet.connections();
    expect(await guarded(to(ISSUER, `${origin(intranet)}/`), want)).toEqual(notReached);
    expect(intranet.connections()).toBe(before);
  });

  test('nor by way of the private origin that sent it there', async () => {
    const back = to(ISSUER, `${origin(intranet)}/`);
    expect(await guarded(to(origin(intranet), back), want)).toEqual(notReached);
    expect(seen.map(({ host }) => host)).toEqual([
      new URL(origin(intranet)).host,
      'issuer.example',
    ]);
  });

  test('one listed private origin may not redirect to another', async () => {
    expect(await guarded(to(origin(intranet), `${origin(victim)}/`), want)).toEqual(notReached);
    expect(victim.connections()).toBe(0);
  });
});
