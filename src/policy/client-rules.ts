import { parseUrl } from '../parse-url.js';

/** The metadata of a client (RFC 7591), as somebody wrote it. */
export type ClientMetadata = Readonly<Record<string, unknown>>;

export interface WrongMember {
  readonly member: string;
  /** Completes "… must be". */
  readonly right: string;
}

const LONGEST_TEXT = 200;
const LONGEST_URL = 2_000;
const MOST_REDIRECTS = 10;
const TEXTS = ['client_name', 'software_id', 'software_version'];
const PAGES = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri'];

/**
 * What the hub asks of a client besides the protocol: short, printable words; pages and redirects that
 * are secure or on the client's own machine (OAuth 2.1, 2.3.1; RFC 8252, 7). Undefined when all is right.
 */
export function wrongInClient(metadata: ClientMetadata): WrongMember | undefined {
  for (const member of TEXTS) {
    const value = metadata[member];
    if (value !== undefined && !isShortText(value)) {
      return {
        member,
        right: `at most ${String(LONGEST_TEXT)} characters, without control characters`,
      };
    }
  }
  for (const member of PAGES) {
    const url = metadata[member] === undefined ? undefined : urlIn(metadata[member]);
    const isRight = url?.protocol === 'https:' || (url !== undefined && isLoopback(url));
    if (metadata[member] !== undefined && !isRight) return { member, right: 'an https: URL' };
  }
  const redirects = metadata['redirect_uris'];
  if (!Array.isArray(redirects)) return undefined;
  const member = 'redirect_uris';
  if (redirects.length > MOST_REDIRECTS) {
    return { member, right: `at most ${String(MOST_REDIRECTS)}` };
  }
  if (redirects.every(isRedirect)) return undefined;
  return { member, right: 'https:, on loopback, or of a private-use scheme, without fragments' };
}

const isShortText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= LONGEST_TEXT && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value);

function isRedirect(value: unknown): boolean {
  const url = urlIn(value);
  if (url === undefined || String(value).includes('#') || url.username !== '') return false;
  if (url.protocol === 'https:' || isLoopback(url)) return true;
  // A private-use scheme is a domain name turned round (RFC 8252, 7.1).
  return /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol);
}

function urlIn(value: unknown): URL | undefined {
  return typeof value === 'string' && value.length <= LONGEST_URL ? parseUrl(value) : undefined;
}

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
