import { isIP } from 'node:net';
import { parseUrl } from '../../parse-url.js';

/** An origin the operator trusts although it lies on a private network (`HUB_PRIVATE_ORIGINS`). */
export interface PrivateOrigin {
  /** As WHATWG URL writes it: lower case, without the default port and without a slash. */
  readonly origin: string;
  /** Connect here and never ask DNS; whatever DNS says when absent. */
  readonly address?: string;
}

/**
 * Reads entries `origin` or `origin=address`, separated by commas or white space, for instance
 * `http://192.168.1.20:8080, https://hub-a.example:8443=127.0.0.1`.
 *
 * @throws Error that names the entry and what is wrong with it
 */
export const parsePrivateOrigins = (text: string): readonly PrivateOrigin[] => {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const origins = entries.map(parseEntry);
  const twice = origins.find(
    ({ origin }, at) => origins.findIndex((o) => o.origin === origin) < at,
  );
  if (twice !== undefined) throw new Error(`"${twice.origin}" is listed twice`);
  return origins;
};

const parseEntry = (entry: string): PrivateOrigin => {
  const [left = '', ...rest] = entry.split('=');
  const origin = parseOrigin(left, entry);
  if (rest.length === 0) return { origin };

  const address = rest.join('=').replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 0) {
    throw new Error(`"${entry}" must have an IP address after "=", such as 127.0.0.1 or ::1`);
  }
  return { origin, address };
};

const parseOrigin = (text: string, entry: string): string => {
  const url = parseUrl(text);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`"${entry}" must begin with an origin, such as https://badges.example:8443`);
  }
  if (url.href !== `${url.origin}/` || /[?#]/.test(text)) {
    throw new Error(`"${entry}" must be an origin alone, without user, path or query`);
  }
  return url.origin;
};
