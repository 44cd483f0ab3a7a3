import type { IncomingMessage } from 'node:http';

type Asked = Pick<IncomingMessage, 'headers'>;

/**
 * Can this request, which carries our cookie, only come from our own pages or from no browser at all?
 * Browsers send `Sec-Fetch-Site`, older ones at least `Origin` with what changes something.
 */
export function isFromOurselves(req: Asked, publicUrl: string | undefined): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return req.headers.origin === undefined || isOwnOrigin(req, publicUrl);
}

/** Does the `Origin` header name this hub? Without a public URL it is whatever host was asked. */
export function isOwnOrigin(req: Asked, publicUrl: string | undefined): boolean {
  const { origin, host } = req.headers;
  return origin !== undefined && origin === (publicUrl ?? `http://${host ?? ''}`);
}
