import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Route } from '../../../gateway/http/http-types.js';
import { matchPath } from '../../../gateway/http/match-path.js';
import { answerRefusal } from '../../../gateway/answer-refusal.js';
import { createRouter } from '../../../gateway/http/router.js';
import { startWebServer } from '../../support/local-server.js';
import { send } from '../../support/route-server.js';

test.each([
  ['/images/:id/:size', '/images/img_1/64', { id: 'img_1', size: '64' }],
  ['/badges/:id/baked', '/badges/bdg_1/baked', { id: 'bdg_1' }],
  ['/badges/:id/baked', '/badges/a%2Fb/baked', { id: 'a%2Fb' }],
  ['/badges/:id/baked', '/badges/:id/baked', { id: ':id' }],
  ['/baker', '/baker', {}],
  ['/badges/:id/baked', '/badges/bdg_1/raw', undefined],
  ['/badges/:id/baked', '/badges/bdg_1', undefined],
  ['/badges/:id/baked', '/badges/bdg_1/baked/', undefined],
  ['/badges/:id/baked', '/badges//baked', undefined],
  ['/badges/:id/baked', '//bdg_1/baked', undefined],
])('the path %s and a request for %s give %j', (routePath, pathname, params) => {
  expect(matchPath(routePath, pathname)).toEqual(params);
});

describe('a router', () => {
  const route = (path: string, methods = ['GET']): Route => ({
    path,
    methods,
    handle: ({ res, params }) => {
      res.end(JSON.stringify([path, params]));
    },
  });
  const counted: [string, number][] = [];
  let server: Awaited<ReturnType<typeof startWebServer>>;
  let url: string;
  beforeAll(async () => {
    const router = createRouter({
      routes: [route('/things/:id/:size'), route('/things/mine/first'), route('/things')],
      bodyBytes: 10,
      isHttps: false,
      clientAddress: () => ({ client: '127.0.0.1', forwarded: false }),
      answerRefusal,
      log: { error: () => undefined },
      metrics: { countRequest: (path, status) => counted.push([path, status]) },
    });
    server = await startWebServer(router);
    url = `http://127.0.0.1:${String(server.port)}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    counted.length = 0;
  });

  test.each([
    ['/things/1/64', ['/things/:id/:size', { id: '1', size: '64' }]],
    ['/things/mine/first', ['/things/mine/first', {}]],
    ['/things?id=1', ['/things', {}]],
  ])('answers %s by the route that fits best', async (path, answer) => {
    const { text } = await send(`${url}${path}`);
    expect(JSON.parse(text)).toEqual(answer);
  });

  test('says to a browser in a page that there is nothing, and to a program in JSON', async () => {
    const page = await send(`${url}/none`, {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.text).toContain('<h1>There is nothing here</h1>');
    const problem = await send(`${url}/none`, { headers: { accept: '*/*' } });
    expect(problem.status).toBe(404);
    expect(JSON.parse(problem.text)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test.each([
    ['GET', '/things/1/64', '/things/:id/:size', 200],
    ['GET', '/things/2/200', '/things/:id/:size', 200],
    ['POST', '/things/2/200', '/things/:id/:size', 405],
    ['GET', '/things/1/2/3', 'other', 404],
    ['GET', '/things/1', 'other', 404],
  ])('counts %s %s under %s, never what a caller made up', async (method, path, label, status) => {
    await send(`${url}${path}`, { method });
    expect(counted).toEqual([[label, status]]);
  });
});
