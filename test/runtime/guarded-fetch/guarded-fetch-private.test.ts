import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createGuardedFetch,
  parsePrivateOrigins,
} from '../../../src/runtime/guarded-fetch/index.js';
import type { GuardedFetch, Resolve } from '../../../src/runtime/guarded-fetch/index.js';
import { makeCertificates } from '../../support/certificates.js';
import type { Certificates } from '../../support/certificates.js';
import { startWebServer } from '../../support/local-server.js';
import type { LocalServer } from '../../support/local-server.js';
import { onlyLoopback } from '../../support/only-loopback.js';
import type { OnlyLoopback } from '../../support/only-loopback.js';

const want = { accept: '*/*', maxBytes: 1000 };
const notReached = { kind: 'unreachable', because: 'not-reached' };
const nobody: Resolve = () => Promise.reject(new Error('no name server here'));

describe('origins on a private network', () => {
  let certificates: Certificates;
  let web: LocalServer;
  let secure: LocalServer;
  let other: LocalServer;
  let sockets: OnlyLoopback;
  const open: GuardedFetch[] = [];

  const start = (list: string, more: { ca?: string; resolve?: Resolve } = {}): GuardedFetch => {
    const privateOrigins = parsePrivateOrigins(list);
    const guarded = createGuardedFetch({
      privateOrigins,
      userAgent: 'test',
      resolve: nobody,
      ...more,
    });
    open.push(guarded);
    return guarded;
  };

  beforeAll(async () => {
    certificates = makeCertificates(['hub-a.example']);
    web = await startWebServer((_, response) => response.end('web'));
    other = await startWebServer((_, response) => response.end('other'));
    secure = await startWebServer((_, response) => response.end('secure'), certificates);
  });
  beforeEach(() => {
    sockets = onlyLoopback();
  });
  afterEach(async () => {
    sockets.restore();
    await Promise.all(open.splice(0).map((guarded) => guarded.close()));
    expect(sockets.strays).toEqual([]);
  });
  afterAll(() => Promise.all([web.close(), secure.close(), other.close()]));

  test('a listed address is asked, and none of its neighbours', async () => {
    const origin = `http://127.0.0.1:${String(web.port)}`;
    const guarded = start(origin);
    expect(await guarded(`${origin}/badge`, want)).toMatchObject({ kind: 'answered', status: 200 });
    const neighbours = [
      `http://127.0.0.1:${String(other.port)}/`,
      `http://localhost:${String(web.port)}/`,
      `https://127.0.0.1:${String(web.port)}/`,
      `http://127.0.0.2:${String(web.port)}/`,
      `http://me@127.0.0.1:${String(web.port)}/`,
    ];
    for (const url of neighbours) expect(await guarded(url, want)).toEqual(notReached);
    expect(sockets.tried).toEqual([`127.0.0.1:${String(web.port)}`]);
  });

  test('other spellings of a listed origin are the same origin', async () => {
    const guarded = start(`http://127.0.0.1:${String(web.port)}`);
    const answer = await guarded(`HTTP://0x7f.1:${String(web.port)}/`, want);
    expect(answer).toMatchObject({ kind: 'answered' });
  });

  test('a listed name is asked wherever the name server puts it', async () => {
    const resolve: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const guarded = start(`http://badges.school.example:${String(web.port)}`, { resolve });
    const url = `http://badges.school.example:${String(web.port)}/`;
    expect(await guarded(url, want)).toMatchObject({ kind: 'answered' });
    expect(await guarded(url.replace('badges', 'staff'), want)).toEqual(notReached);
  });

  test('a name with an address needs no name server, and its certificate must be of that name', async () => {
    const a = `https://hub-a.example:${String(secure.port)}`;
    const b = `https://hub-b.example:${String(secure.port)}`;
    const guarded = start(`${a}=127.0.0.1, ${b}=127.0.0.1`, { ca: certificates.ca });
    expect(await guarded(`${a}/`, want)).toMatchObject({ kind: 'answered', url: `${a}/` });
    expect(await guarded(`${b}/`, want)).toEqual(notReached);
  });

  test('an address stands in for an address, too', async () => {
    const guarded = start(`http://192.168.7.7:${String(web.port)}=127.0.0.1`);
    const answer = await guarded(`http://192.168.7.7:${String(web.port)}/`, want);
    expect(answer).toMatchObject({ kind: 'answered' });
  });

  test('a certificate of an unknown authority is not accepted', async () => {
    const a = `https://hub-a.example:${String(secure.port)}`;
    const stranger = makeCertificates(['hub-a.example']);
    expect(await start(`${a}=127.0.0.1`)(`${a}/`, want)).toEqual(notReached);
    const guarded = start(`${a}=127.0.0.1`, { ca: stranger.ca });
    expect(await guarded(`${a}/`, want)).toEqual(notReached);
  });

  describe('with a proxy in the environment', () => {
    const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);

    beforeEach(() => {
      for (const name of names) process.env[name] = `http://127.0.0.1:${String(other.port)}`;
    });
    afterEach(() => {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    });

    test('the proxy is not asked', async () => {
      const a = `https://hub-a.example:${String(secure.port)}`;
      const b = `http://127.0.0.1:${String(web.port)}`;
      const guarded = start(`${a}=127.0.0.1, ${b}`, { ca: certificates.ca });
      expect(await guarded(`${a}/`, want)).toMatchObject({ kind: 'answered' });
      expect(await guarded(`${b}/`, want)).toMatchObject({ kind: 'answered' });
      expect(await guarded('https://127.0.0.1/', want)).toEqual(notReached);
      expect(other.connections()).toBe(0);
    });
  });

  test('the fetcher goes to no other place than it was asked for', async () => {
    const origin = `http://127.0.0.1:${String(web.port)}`;
    const guarded = start(origin);
    await Promise.all([guarded(`${origin}/1`, want), guarded(`${origin}/2`, want)]);
    expect(new Set(sockets.tried)).toEqual(new Set([`127.0.0.1:${String(web.port)}`]));
  });
});
