import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bakerRoute } from '../../../gateway/pictures/baker-route.js';
import type { BakedHosted } from '../../../gateway/ports.js';
import { Refusal } from '../../../src/errors.js';
import { routeServer } from '../../support/route-server.js';

describe('/baker', () => {
  let url: string;
  let result: BakedHosted;
  let isBusy: boolean;
  let asked: string[];
  let taken: string[];
  beforeAll(async () => {
    const route = bakerRoute({
      pictures: {
        bakeHosted: (assertion) => {
          asked.push(assertion);
          return Promise.resolve(result);
        },
      },
      verifications: {
        take: (key) => {
          taken.push(key);
          return isBusy ? Promise.reject(new Refusal('RATE_LIMITED')) : Promise.resolve();
        },
      },
    });
    ({ url } = await routeServer([route]));
  });
  beforeEach(() => {
    result = { kind: 'refused', message: 'no', code: 'parse' };
    isBusy = false;
    asked = [];
    taken = [];
  });

  const bake = (assertion = 'https://issuer.example/a?b=1') =>
    fetch(`${url}/baker?assertion=${encodeURIComponent(assertion)}`);

  test.each([
    ['png', 'image/png'],
    ['svg', 'image/svg+xml'],
  ] as const)('sends a baked %s as a file named by its digest', async (format, type) => {
    const bytes = new TextEncoder().encode(format);
    result = { kind: 'baked', format, bytes };
    const response = await bake();
    const name = createHash('md5').update(bytes).digest('hex');
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'access-control-allow-origin': '*',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(asked).toEqual(['https://issuer.example/a?b=1']);
  });

  test.each<[Extract<BakedHosted, { kind: 'refused' }>]>([
    [{ kind: 'refused', message: 'must provide a valid assertion url' }],
    [{ kind: 'refused', message: 'gone', code: 'http-status', extra: 410 }],
  ])('says in JSON why there is none: %j', async ({ kind: _, ...problem }) => {
    result = { kind: 'refused', ...problem };
    const response = await bake();
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual(problem);
  });

  test('counts as a verification of its caller, who may ask only so often', async () => {
    await bake();
    expect(taken).toEqual(['127.0.0.1']);
    isBusy = true;
    expect((await bake()).status).toBe(429);
    expect(asked).toHaveLength(1);
  });

  test.each(['', '?assertion='])(
    'without an assertion (%j) is a page with a form',
    async (query) => {
      const response = await fetch(`${url}/baker${query}`);
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page).toContain('<form class="card" method="get" action="/baker">');
      expect(page).not.toContain('<script');
      expect(taken).toEqual([]);
    },
  );
});
