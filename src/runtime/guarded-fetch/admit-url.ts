import { isIP } from 'node:net';
import { parseUrl } from '../../parse-url.js';
import type { PrivateOrigin } from './private-origins.js';
import { isPublicAddress } from './public-address.js';

export type Admission =
  | { readonly kind: 'public'; readonly url: URL }
  /** An origin the operator listed. */
  | { readonly kind: 'private'; readonly url: URL }
  | { readonly kind: 'blocked'; readonly because: string };

export interface AdmissionRules {
  readonly privateOrigins: readonly PrivateOrigin[];
  /** Ports of public origins besides 443. */
  readonly allowedPorts: readonly number[];
}

/**
 * May this URL be asked at all, before any name is resolved? Rules G1–G3 and, for operator-listed origins,
 * G12: they count only as the first hop or as a redirect from themselves.
 *
 * @param from the URL that redirected here; absent for the first hop
 */
export const admitUrl = (text: string, rules: AdmissionRules, from?: URL): Admission => {
  const url = parseUrl(text, from?.href);
  if (url === undefined) return blocked('it is not a URL');
  if (url.username !== '' || url.password !== '') return blocked('it names a user');

  if (rules.privateOrigins.some(({ origin }) => origin === url.origin)) {
    const isOwnRedirect = from === undefined || from.origin === url.origin;
    return isOwnRedirect
      ? { kind: 'private', url }
      : blocked('a redirect leads to a listed origin');
  }
  if (url.protocol !== 'https:') return blocked('it is not https');
  if (url.port !== '' && !rules.allowedPorts.includes(Number(url.port))) return blocked('its port');
  if (!isPublicHost(url.hostname)) return blocked('its host is not public');
  return { kind: 'public', url };
};

const blocked = (because: string): Admission => ({ kind: 'blocked', because });

/** Names that never are on the public Internet (RFC 6761, RFC 6762, RFC 8375, ICANN for `.internal`). */
const PRIVATE_NAME = /\.(?:local|internal|localhost|test|invalid|home\.arpa)$/;

/**
 * WHATWG URL has already lower-cased the name and turned every spelling of an IPv4 address (decimal, octal,
 * full-width digits …) into four numbers. A dot at the end would only be a second way to write a name.
 */
const isPublicHost = (hostname: string): boolean => {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) !== 0) return isPublicAddress(literal);
  return hostname.includes('.') && !hostname.endsWith('.') && !PRIVATE_NAME.test(hostname);
};
