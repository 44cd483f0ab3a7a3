import { beforeAll, describe, expect, test } from '@jest/globals';
import { imageRoute } from '../../../gateway/pictures/image-route.js';
import type { SentPicture } from '../../../gateway/ports.js';
import { routeServer } from '../../support/route-server.js';

const PNG: SentPicture = { format: 'png', bytes: new Uint8Array([137, 80, 78, 71, 1, 2, 3]) };
const SVG: SentPicture = { format: 'svg', bytes: new TextEncoder().encode('<svg/>') };

describe('/images', () => {
  let url: string;
  beforeAll(async () => {
    const pictures = new Map([
      ['img_1/64', PNG],
      ['img_2/original', SVG],
    ]);
    const image = (id: string, size: string) =>
      Promise.resolve(pictures.get(`${id}/${size}`) ?? null);
    ({ url } = await routeServer([imageRoute({ image })]));
  });

  test('serves a picture to every site, for a year', async () => {
    const response = await fetch(`${url}/images/img_1/64`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/png',
      'content-length': '7',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PNG.bytes);
  });

  test('serves an SVG so that it runs and loads nothing when it is opened as a page', async () => {
    const response = await fetch(`${url}/images/img_2/original`);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
  });

  test('answers HEAD like GET, without the picture', async () => {
    const got = await fetch(`${url}/images/img_1/64`);
    const head = await fetch(`${url}/images/img_1/64`, { method: 'HEAD' });
    const connection = ['date', 'connection', 'keep-alive'];
    const headersOf = ({ headers }: Response) =>
      [...headers].filter(([name]) => !connection.includes(name));
    expect([head.status, headersOf(head)]).toEqual([200, headersOf(got)]);
    expect(await head.text()).toBe('');
  });

  test.each([
    ['the tag', (tag: string) => tag],
    ['a weak form of it', (tag: string) => `W/${tag}`],
    ['one of several', (tag: string) => `"other", ${tag}`],
    ['any', () => '*'],
  ])('answers 304 to somebody who has %s, with the headers a cache keeps', async (_, known) => {
    const tag = (await fetch(`${url}/images/img_2/original`)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': known(tag) };
    const response = await fetch(`${url}/images/img_2/original`, { headers });
    expect(response.status).toBe(304);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: tag,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  test('sends the picture to somebody who has another one', async () => {
    const headers = { 'if-none-match': '"0123"' };
    expect((await fetch(`${url}/images/img_1/64`, { headers })).status).toBe(200);
  });

  test.each(['img_1/65', 'img_1/0', 'img_1/original', 'img_3/64', 'img_1/64/x', 'img_1'])(
    'knows no /images/%s, and nobody keeps that answer',
    async (path) => {
      const response = await fetch(`${url}/images/${path}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBeNull();
    },
  );
});
