import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';

type Asked = Pick<IncomingMessage, 'headers'>;

/**
 * Can this request, which carries our cookie, only come from our own pages or from no browser at all?
 * Browsers send `Sec-Fetch-Site`, older ones at least `Origin` with what changes something.
 */
function isFromOurselves(req: Asked, publicUrl: string | undefined): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return req.headers.origin === undefined || isOwnOrigin(req, publicUrl);
}

/**
 * For what a page's button does, with or without a session: to sign somebody in from another site, into
 * the attacker's own backpack, is an attack as well.
 *
 * @throws Refusal FORBIDDEN, which says what another site may not do
 */
export function refuseCrossSite(req: Asked, publicUrl: string | undefined, does: string): void {
  if (!isFromOurselves(req, publicUrl)) {
    throw new Refusal('FORBIDDEN', `Another site may not ${does}.`);
  }
}

/** Does the `Origin` header name this hub? Without a public URL it is whatever host was asked. */
export function isOwnOrigin(req: Asked, publicUrl: string | undefined): boolean {
  const { origin, host } = req.headers;
  return origin !== undefined && origin === (publicUrl ?? `http://${host ?? ''}`);
}
