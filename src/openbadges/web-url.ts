import { parseUrl } from '../parse-url.js';

const MAX_URL_CHARACTERS = 2048;
const MAX_SHOWN_CHARACTERS = 200;

/** Reads an absolute http(s) URL without user name or password; undefined for anything else. */
export function webUrl(text: string): URL | undefined {
  if (text.length > MAX_URL_CHARACTERS) return undefined;
  const url = parseUrl(text);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

/**
 * Compares two addresses of a document. Fragments do not count, and neither does how a character
 * was percent-encoded, unless it is one that separates parts of a URL.
 */
export function compareUrls(one: string, other: string): 'same' | 'other-scheme' | 'different' {
  const [a, b] = [webUrl(one.trim()), webUrl(other.trim())];
  if (a === undefined || b === undefined) return 'different';
  if (withoutScheme(a) !== withoutScheme(b)) return 'different';
  return a.protocol === b.protocol ? 'same' : 'other-scheme';
}

/** Same host name and port; http and https on their usual ports count as one host. */
export function sameHost(one: string, other: string): boolean {
  const host = webUrl(one)?.host;
  return host !== undefined && host === webUrl(other)?.host;
}

/**
 * A URL as it may stand in a report: without query and fragment, which may hold secrets, and
 * without path segments that hold an `@`, which may be somebody's address.
 */
export function showUrl(text: string): string {
  const url = webUrl(text.trim());
  if (url === undefined) return 'an address that is not http or https';
  const path = url.pathname
    .split('/')
    .map((segment) => (/@|%40|%2540/i.test(segment) ? '…' : segment))
    .join('/');
  const shown = url.origin + path;
  return shown.length > MAX_SHOWN_CHARACTERS ? `${shown.slice(0, MAX_SHOWN_CHARACTERS)}…` : shown;
}

function withoutScheme(url: URL): string {
  return url.host + decodeSafely(url.pathname + url.search);
}

/** `decodeURI` leaves separators alone but turns `%252F` into `%2F`; hence the doubled `%25`. */
function decodeSafely(text: string): string {
  try {
    return decodeURI(text.replaceAll('%25', '%2525'));
  } catch {
    return text;
  }
}
