import { describe, expect, test } from '@jest/globals';
import { playgroundRoutes } from '../../../gateway/web/index.js';
import { routeServer, send } from '../../support/route-server.js';

const server = routeServer(playgroundRoutes());

describe('the playground', () => {
  test('names only assets that the hub serves', async () => {
    const { url } = await server;
    const page = await send(`${url}/playground`);
    const named = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]);
    expect(named).toHaveLength(3);
    for (const path of named) {
      const asset = await send(url + String(path));
      expect([path, asset.status]).toEqual([path, 200]);
      expect(asset.headers['content-type']).toMatch(/^text\/(css|javascript)/);
      expect(asset.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('names only workers that the hub serves', async () => {
    const { url } = await server;
    const start = await send(`${url}/playground/start.js`);
    const workers = start.text.match(/\/playground\/\w+\.worker\.js/g) ?? [];
    const answers = await Promise.all(workers.map((path) => send(url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('allows its page nothing from elsewhere, and no script in it', async () => {
    const { url } = await server;
    const { headers, text } = await send(`${url}/playground`);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(text).not.toMatch(/<script>/);
  });

  test('sends an asset again only when it changed', async () => {
    const { url } = await server;
    const path = `${url}/playground/start.js`;
    const etag = String((await send(path)).headers.etag);
    const again = await send(path, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    const changed = await send(path, { headers: { 'if-none-match': '"other"' } });
    expect(changed.status).toBe(200);
  });
});
