import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Settings } from '../support/hub-process.js';

/** An address the hub may call and where nobody listens. */
export const DEAD_ORIGIN = 'http://127.0.0.1:2';

/** An address whose name nobody has. */
export const UNKNOWN_ORIGIN = 'https://nobody-has-this-name.example';

/** The hub may call the issuer although it is private, and gives up on it soon. */
export const hostileIssuer = (issuer: string): Settings => ({
  HUB_PRIVATE_ORIGINS: `${issuer},${DEAD_ORIGIN}`,
  HUB_FETCH_DEADLINE_MS: '4000',
});

const BOMB = gzipSync(Buffer.alloc(50 * 1024 ** 2, ' '));
const LARGE = JSON.stringify({ type: 'Assertion', text: 'x'.repeat(5 * 1024 ** 2) });
const DRIP_EVERY_MS = 100;

export const status =
  (code: number): RequestListener =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end('{}');

export const sends =
  (contentType: string, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': contentType }).end(body);

export const redirectsTo =
  (location: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location }).end();

export const gzipBomb: RequestListener = (_, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    .end(BOMB);

export const large: RequestListener = sends('application/json', LARGE);

/** One byte at a time, for ever. */
export const drip: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), DRIP_EVERY_MS);
  response.on('close', () => {
    clearInterval(timer);
  });
};
