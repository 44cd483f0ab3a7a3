import type { IncomingMessage } from 'node:http';
import { parseUrl } from '../../src/parse-url.js';

type Asked = Pick<IncomingMessage, 'headers'>;

/** Cookies of the hub: who is signed in, which browser it is, and where she wanted to go. */
type CookieName = 'session' | 'browser' | 'return' | 'flow';

/** Only `https` may carry the `__Host-` prefix, which ties the cookie to this very host. */
const nameOf = (cookie: CookieName, publicUrl: string | undefined): string =>
  isSecure(publicUrl) ? `__Host-hub_${cookie}` : `hub_${cookie}`;

function read(cookie: CookieName, req: Asked, publicUrl: string | undefined): string | undefined {
  const header = req.headers.cookie;
  if (header === undefined) return undefined;
  const start = `${nameOf(cookie, publicUrl)}=`;
  const pair = header.split(';').find((part) => part.trimStart().startsWith(start));
  const value = pair?.trim().slice(start.length);
  return value === '' ? undefined : value;
}

/** The token in the session cookie; undefined when there is none. */
export const readSessionCookie = (req: Asked, publicUrl: string | undefined): string | undefined =>
  read('session', req, publicUrl);

/** A `Set-Cookie` value that keeps a browser signed in. Scripts cannot read it. */
export function sessionCookie(
  value: string,
  expiresAt: Date,
  publicUrl: string | undefined,
): string {
  return `${nameOf('session', publicUrl)}=${value}; Expires=${expiresAt.toUTCString()}; ${attributes(publicUrl)}`;
}

/** A `Set-Cookie` value that makes a browser forget the session. */
export const clearedSessionCookie = (publicUrl: string | undefined): string =>
  cleared('session', publicUrl);

const DAY_SECONDS = 86_400;

/** The nonce that tells this browser from others; it signs nobody in. */
export function readBrowserCookie(req: Asked, publicUrl: string | undefined): string | undefined {
  const nonce = read('browser', req, publicUrl);
  return nonce !== undefined && /^[\w-]{43}$/.test(nonce) ? nonce : undefined;
}

export const browserCookie = (nonce: string, publicUrl: string | undefined): string =>
  `${nameOf('browser', publicUrl)}=${nonce}; Max-Age=${String(DAY_SECONDS)}; ${attributes(publicUrl)}`;

const QUARTER_SECONDS = 900;

/** The page she wanted to see before she had to sign in; a path of ours. */
export function readReturnCookie(req: Asked, publicUrl: string | undefined): string | undefined {
  const path = read('return', req, publicUrl);
  return path === undefined ? undefined : localPath(decode(path));
}

export const returnCookie = (path: string, publicUrl: string | undefined): string =>
  `${nameOf('return', publicUrl)}=${encodeURIComponent(path)}; Max-Age=${String(QUARTER_SECONDS)}; ${attributes(publicUrl)}`;

export const clearedReturnCookie = (publicUrl: string | undefined): string =>
  cleared('return', publicUrl);

/** What this browser has to bring back from a provider; sealed. */
export const readFlowCookie = (req: Asked, publicUrl: string | undefined): string | undefined =>
  read('flow', req, publicUrl);

export const flowCookie = (sealed: string, publicUrl: string | undefined): string =>
  `${nameOf('flow', publicUrl)}=${sealed}; Max-Age=${String(QUARTER_SECONDS)}; ${attributes(publicUrl)}`;

export const clearedFlowCookie = (publicUrl: string | undefined): string =>
  cleared('flow', publicUrl);

/** A path on this very hub, with its query; undefined for anything that might lead elsewhere. */
export function localPath(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined || text.length > 2_000) return undefined;
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return undefined;
  const here = 'http://hub.invalid';
  const url = parseUrl(text, here);
  // What a browser makes of it decides, not what it looks like.
  return url?.origin === here && !url.pathname.startsWith('//')
    ? url.pathname + url.search
    : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const cleared = (cookie: CookieName, publicUrl: string | undefined): string =>
  `${nameOf(cookie, publicUrl)}=; Max-Age=0; ${attributes(publicUrl)}`;

function attributes(publicUrl: string | undefined): string {
  return `Path=/; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? '; Secure' : ''}`;
}

const isSecure = (publicUrl: string | undefined): boolean =>
  publicUrl?.startsWith('https:') ?? false;
