import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../gateway/http/http-types.js';
import { mailboxRoutes } from '../../../gateway/web/index.js';
import { requireLocalPeer } from '../../../gateway/web/local-peer.js';
import { Refusal } from '../../../src/errors.js';
import { routeServer, send } from '../../support/route-server.js';

const LINK = 'http://localhost:4000/sign-in?token=abc';

const mail = (change: { subject?: string; text?: string; html?: string; at?: Date }) => ({
  to: 'earner@example.org',
  subject: 'Your sign-in link',
  text: `Open this link:\n${LINK}.`,
  html: `<p style="color: green">Hello</p><script>alert("x")</script>`,
  at: new Date('2026-02-03T04:05:06.007Z'),
  ...change,
});

const serve = (mails = [mail({})]) =>
  routeServer(mailboxRoutes({ mailbox: { list: () => mails }, publicUrl: 'https://hub.example' }));

describe('the development mailbox', () => {
  test('lists mails as JSON in the order it is given, with nothing more than their fields', async () => {
    const mails = [mail({ subject: 'newer' }), { ...mail({ subject: 'older' }), secret: 1 }];
    const { url } = await serve(mails);
    const answer = await send(`${url}/mailbox.json`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const { to, text, html } = mail({});
    const at = '2026-02-03T04:05:06.007Z';
    expect(JSON.parse(answer.text)).toEqual([
      { to, subject: 'newer', text, html, at },
      { to, subject: 'older', text, html, at },
    ]);
  });

  test.each(['/mailbox', '/mailbox.json'])('%s may not be read by another site', async (path) => {
    const { url } = await serve();
    const { headers } = await send(url + path, { headers: { origin: 'https://site.example' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('shows the HTML of a mail in a frame that may do nothing', async () => {
    const { url } = await serve();
    const { text, headers } = await send(`${url}/mailbox`);
    const frame = /<iframe[^>]*>/.exec(text)?.[0] ?? '';
    expect(frame).toContain('sandbox=""');
    expect(frame).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script');
    expect(headers['content-security-policy']).not.toContain('script-src');
  });

  test('puts each link of the text beside the frame, without the dot behind it', async () => {
    const { url } = await serve([mail({ text: `(${LINK}). ${LINK} javascript:alert(1)` })]);
    const { text } = await send(`${url}/mailbox`);
    const hrefs = [...text.matchAll(/class="button" href="([^"]*)"/g)].map((match) => match[1]);
    expect(hrefs).toEqual([LINK]);
  });

  test('escapes what stands in a mail', async () => {
    const { url } = await serve([mail({ subject: '<b>x</b>', text: '</pre><b>y</b>', html: '' })]);
    const { text } = await send(`${url}/mailbox`);
    expect(text).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(text).not.toMatch(/<b>|<iframe/);
  });

  test('opens without any mail', async () => {
    const { url } = await serve([]);
    expect((await send(`${url}/mailbox`)).status).toBe(200);
    expect((await send(`${url}/mailbox.json`)).text).toBe('[]');
  });

  describe.each(['/mailbox', '/mailbox.json'])('%s', (path) => {
    test.each(['localhost', 'LOCALHOST', '127.0.0.1'])('answers under %s', async (name) => {
      const { url } = await serve();
      const host = `${name}:${new URL(url).port}`;
      expect((await send(url + path, { headers: { host } })).status).toBe(200);
    });

    test('answers under the public name', async () => {
      const { url } = await serve();
      expect((await send(url + path, { headers: { host: 'hub.example' } })).status).toBe(200);
    });

    test.each([
      { host: 'rebound.example' },
      { host: 'localhost' },
      { host: 'localhost:1' },
      { host: 'hub.example:8443' },
      { forwarded: 'for=192.0.2.1' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '127.0.0.1' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { 'X-Forwarded-Anything': '' },
    ])('with %j is a page that does not exist', async (headers) => {
      const { url } = await serve();
      const answer = await send(url + path, { headers });
      const missing = await send(`${url}/nothing-here`);
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(missing.text);
      expect(Object.keys(answer.headers)).toEqual(Object.keys(missing.headers));
    });
  });
});

describe('a local peer', () => {
  const from = (remoteAddress: string | undefined, forwarded = false) =>
    ({ req: { headers: {}, socket: { remoteAddress } }, forwarded }) as unknown as Exchange;

  test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('may be %s', (address) => {
    expect(() => requireLocalPeer(from(address))).not.toThrow();
  });

  test.each([
    from('192.0.2.7'),
    from('10.0.0.1'),
    from('::ffff:192.0.2.7'),
    from('fe80::1'),
    from(undefined),
    from('127.0.0.1', true),
  ])('is nobody else (%#)', (exchange) => {
    expect(() => requireLocalPeer(exchange)).toThrow(new Refusal('NOT_FOUND'));
  });
});
