import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bakedBadgeRoute } from '../../../gateway/pictures/baked-badge-route.js';
import { createAuthenticator } from '../../../gateway/session/authenticate.js';
import type { Caller } from '../../../gateway/session/authenticate.js';
import { systemClock } from '../../../src/runtime/index.js';
import type { Principal } from '../../../src/runtime/index.js';
import { Refusal } from '../../../src/errors.js';
import { routeServer } from '../../support/route-server.js';

const SHE: Principal = { kind: 'earner', earner: 'ear_1', session: 'ses_1' };
const OTHER_SITE = { 'sec-fetch-site': 'cross-site' };

describe('/badges/<id>/baked', () => {
  let url: string;
  const counted: Caller[] = [];
  let isBusy = false;
  beforeAll(async () => {
    const file = (text: string) =>
      ({ format: 'png', name: 'Café', bytes: new TextEncoder().encode(text) }) as const;
    const route = bakedBadgeRoute({
      pictures: {
        // Everybody sees bdg_1, and she has a file of her own; bdg_2 is hers alone.
        baked: (principal, badge) => {
          const isShe = principal.kind === 'earner';
          if (badge === 'bdg_1') return Promise.resolve(file(isShe ? 'with credential' : 'plain'));
          return Promise.resolve(badge === 'bdg_2' && isShe ? file('hers') : null);
        },
      },
      authenticator: createAuthenticator({
        tokens: {
          resolve: (token) =>
            Promise.resolve(
              token === 'good' ? { principal: SHE, expiresAt: new Date('2999-01-01') } : null,
            ),
        },
        clock: systemClock,
        publicUrl: undefined,
        countFailure: () => Promise.resolve(),
      }),
      requestLimits: {
        request: (caller) => {
          counted.push(caller);
          return isBusy ? Promise.reject(new Refusal('RATE_LIMITED')) : Promise.resolve();
        },
        operation: () => Promise.resolve(),
      },
    });
    ({ url } = await routeServer([route]));
  });
  beforeEach(() => {
    counted.length = 0;
    isBusy = false;
  });

  const get = (badge: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/badges/${badge}/baked`, { headers });

  test('is a file with a good name, for every site, and asked for anew each time', async () => {
    const response = await get('bdg_1');
    expect([response.status, await response.text()]).toEqual([200, 'plain']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'private, no-cache',
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="cafe.png"; filename*=UTF-8''caf%C3%A9.png`,
      etag: expect.any(String),
    });
  });

  test.each([
    ['a token', { authorization: 'Bearer good' }, 'with credential'],
    ['her cookie', { cookie: 'hub_session=good' }, 'with credential'],
    ['a dead cookie', { cookie: 'hub_session=dead' }, 'plain'],
    [
      'her cookie, from a link on another site',
      { cookie: 'hub_session=good', ...OTHER_SITE },
      'plain',
    ],
  ])('with %s the file is for whoever that is', async (_, headers, text) => {
    const response = await get('bdg_1', headers);
    expect([response.status, await response.text()]).toEqual([200, text]);
  });

  test('a badge of somebody else is missing exactly like one that never was', async () => {
    const answers = await Promise.all([get('bdg_2'), get('bdg_none')]);
    const seen = answers.map(async (response) => {
      const headers = [...response.headers].filter(([name]) => name !== 'date');
      return [response.status, headers, await response.text()];
    });
    const [hidden, missing] = await Promise.all(seen);
    expect(hidden).toEqual(missing);
    expect(hidden?.[0]).toBe(404);
    expect((await get('bdg_2', { authorization: 'Bearer good' })).status).toBe(200);
  });

  test('her file and that of others have different tags, so no cache mixes them up', async () => {
    const [hers, theirs] = await Promise.all([
      get('bdg_1', { authorization: 'Bearer good' }),
      get('bdg_1'),
    ]);
    const tag = hers.headers.get('etag') ?? '';
    expect(theirs.headers.get('etag')).not.toBe(tag);
    expect((await get('bdg_1', { 'if-none-match': tag })).status).toBe(200);
    const again = await get('bdg_1', { authorization: 'Bearer good', 'if-none-match': tag });
    expect(again.status).toBe(304);
  });

  test('a bad token is told, whichever badge it was for', async () => {
    const headers = { authorization: 'Bearer bad' };
    expect((await get('bdg_1', headers)).status).toBe(401);
    expect((await get('bdg_none', headers)).status).toBe(401);
  });

  test('asking counts as a request, and too many are refused', async () => {
    await get('bdg_1');
    expect(counted).toMatchObject([{ client: '127.0.0.1', tokenHash: undefined }]);
    isBusy = true;
    expect((await get('bdg_1')).status).toBe(429);
  });

  test('a page of another site may ask with a token', async () => {
    const response = await fetch(`${url}/badges/bdg_2/baked`, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'Authorization, If-None-Match',
    });
  });
});
