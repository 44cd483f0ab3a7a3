import type { IncomingMessage } from 'node:http';

/** Only `https` may carry the `__Host-` prefix, which ties the cookie to this very host. */
const nameOf = (publicUrl: string | undefined): string =>
  isSecure(publicUrl) ? '__Host-hub_session' : 'hub_session';

/** The token in the session cookie; undefined when there is none. */
export function readSessionCookie(
  req: Pick<IncomingMessage, 'headers'>,
  publicUrl: string | undefined,
): string | undefined {
  const header = req.headers.cookie;
  if (header === undefined) return undefined;
  const start = `${nameOf(publicUrl)}=`;
  const pair = header.split(';').find((part) => part.trimStart().startsWith(start));
  const value = pair?.trim().slice(start.length);
  return value === '' ? undefined : value;
}

/** A `Set-Cookie` value that keeps a browser signed in. Scripts cannot read it. */
export function sessionCookie(
  value: string,
  expiresAt: Date,
  publicUrl: string | undefined,
): string {
  return `${nameOf(publicUrl)}=${value}; Expires=${expiresAt.toUTCString()}; ${attributes(publicUrl)}`;
}

/** A `Set-Cookie` value that makes a browser forget the session. */
export function clearedSessionCookie(publicUrl: string | undefined): string {
  return `${nameOf(publicUrl)}=; Max-Age=0; ${attributes(publicUrl)}`;
}

function attributes(publicUrl: string | undefined): string {
  return `Path=/; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? '; Secure' : ''}`;
}

const isSecure = (publicUrl: string | undefined): boolean =>
  publicUrl?.startsWith('https:') ?? false;
