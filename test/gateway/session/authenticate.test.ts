import { describe, expect, test } from '@jest/globals';
import { createAuthenticator } from '../../../gateway/session/authenticate.js';
import type { ResolvedToken } from '../../../gateway/ports.js';
import {
  clearedSessionCookie,
  readSessionCookie,
  sessionCookie,
} from '../../../gateway/session/session-cookie.js';
import { ADA } from '../toy-gateway.js';

const HUB = 'https://hub.example';
const START = Date.UTC(2030, 0, 1);

function setUp(publicUrl: string | undefined = HUB) {
  const world = { nowMs: START, asked: 0, failures: [] as string[] };
  const good = new Map<string, ResolvedToken>([
    ['good', { principal: ADA, expiresAt: new Date(START + 60_000) }],
  ]);
  const authenticator = createAuthenticator({
    tokens: {
      resolve: (token) => {
        world.asked += 1;
        return Promise.resolve(good.get(token) ?? null);
      },
    },
    clock: { now: () => new Date(world.nowMs), sleep: () => Promise.resolve() },
    publicUrl,
    countFailure: (client) => {
      world.failures.push(client);
      return Promise.resolve();
    },
  });
  const ask = async (headers: Record<string, string>) => {
    const caller = await authenticator.request({ headers }, '192.0.2.1');
    return (await caller.principal()).kind;
  };
  return { world, good, ask, authenticator };
}

const cookie = '__Host-hub_session=good';

describe('a request', () => {
  test.each([
    ['without anything', {}, 'anonymous'],
    ['with a good token', { authorization: 'Bearer good' }, 'earner'],
    ['with a dead cookie', { cookie: '__Host-hub_session=old' }, 'anonymous'],
    ['with a cookie among others', { cookie: `a=b; ${cookie}; c=d` }, 'earner'],
    ['with the cookie of plain http', { cookie: 'hub_session=good' }, 'anonymous'],
  ])('%s is from somebody known or not', async (_, headers, kind) => {
    expect(await setUp().ask(headers as Record<string, string>)).toBe(kind);
  });

  test.each([
    ['unknown token', 'Bearer bad'],
    ['other scheme', 'Basic Z29vZA=='],
    ['empty token', 'Bearer '],
    ['endless token', `Bearer ${'x'.repeat(600)}`],
  ])('with an %s is UNAUTHENTICATED', async (_, authorization) => {
    await expect(async () => setUp().ask({ authorization })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('with a bad token counts against its address', async () => {
    const { ask, world } = setUp();
    await expect(ask({ authorization: 'Bearer bad' })).rejects.toThrow();
    expect(world.failures).toEqual(['192.0.2.1']);
  });

  test.each<[Record<string, string>, boolean]>([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: HUB }, false],
    [{ origin: HUB }, true],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{}, true],
  ])('with our cookie and %j passes: %s', async (headers, passes) => {
    const asked = (async () => setUp().ask({ cookie, ...headers }))();
    if (passes) expect(await asked).toBe('earner');
    else await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('with a token is not asked where it comes from', async () => {
    const headers = { cookie, authorization: 'Bearer good', 'sec-fetch-site': 'cross-site' };
    expect(await setUp().ask(headers)).toBe('earner');
  });
});

describe('a token', () => {
  test('is resolved once for many requests at a time, and again after three and a half seconds', async () => {
    const { ask, world } = setUp();
    await Promise.all([1, 2, 3].map(() => ask({ authorization: 'Bearer good' })));
    expect(world.asked).toBe(1);
    world.nowMs += 3_499;
    await ask({ authorization: 'Bearer good' });
    expect(world.asked).toBe(1);
    world.nowMs += 1;
    await ask({ authorization: 'Bearer good' });
    expect(world.asked).toBe(2);
  });

  test('that expires between two looks at it is not believed any longer', async () => {
    const { ask, good, world } = setUp();
    good.set('good', { principal: ADA, expiresAt: new Date(START + 1_000) });
    await ask({ authorization: 'Bearer good' });
    world.nowMs += 1_000;
    await expect(ask({ authorization: 'Bearer good' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('that is revoked ends what its caller runs', async () => {
    const { authenticator, good, world } = setUp();
    const headers = { authorization: 'Bearer good' };
    const caller = await authenticator.request({ headers }, '192.0.2.1');
    good.clear();
    world.nowMs += 5_000;
    await expect(async () => caller.principal()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the session cookie', () => {
  test.each([
    ['https://hub.example', /^__Host-hub_session=t; .*Path=\/; HttpOnly; SameSite=Lax; Secure$/],
    ['http://127.0.0.1:4000', /^hub_session=t; .*Path=\/; HttpOnly; SameSite=Lax$/],
    [undefined, /^hub_session=t; .*Path=\/; HttpOnly; SameSite=Lax$/],
  ])('of %s is for this host alone, and read again', (publicUrl, shape) => {
    const set = sessionCookie('t', new Date(START), publicUrl);
    expect(set).toMatch(shape);
    const sent = set.split(';')[0] ?? '';
    expect(readSessionCookie({ headers: { cookie: sent } }, publicUrl)).toBe('t');
  });

  test('is cleared', () => {
    const cleared = clearedSessionCookie(HUB);
    expect(cleared).toContain('Max-Age=0');
    const sent = cleared.split(';')[0] ?? '';
    expect(readSessionCookie({ headers: { cookie: sent } }, HUB)).toBeUndefined();
  });
});
