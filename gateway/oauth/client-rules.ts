import { errors } from 'oidc-provider';

type Metadata = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 200;
const LONGEST_URL = 2_000;
const MOST_REDIRECTS = 10;
const TEXTS = ['client_name', 'software_id', 'software_version'];
const PAGES = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri'];

/**
 * What the hub asks of a client besides the rules of its OAuth library: short, printable words, pages and
 * redirects that are secure or on the client's own machine (OAuth 2.1, 2.3.1; RFC 8252, 7).
 *
 * @throws InvalidClientMetadata, InvalidRedirectUri of the library, which say which member is wrong
 */
export function checkClient(metadata: Metadata): void {
  for (const name of TEXTS) checkText(name, metadata[name]);
  for (const name of PAGES) checkPage(name, metadata[name]);
  const redirects = metadata['redirect_uris'];
  if (!Array.isArray(redirects)) return;
  if (redirects.length > MOST_REDIRECTS) {
    throw new errors.InvalidRedirectUri(`redirect_uris may be ${String(MOST_REDIRECTS)}`);
  }
  for (const redirect of redirects) checkRedirect(redirect);
}

function checkText(name: string, value: unknown): void {
  if (value === undefined) return;
  if (
    typeof value === 'string' &&
    value.length <= LONGEST_TEXT &&
    !/[\p{C}\p{Zl}\p{Zp}]/u.test(value)
  ) {
    return;
  }
  const right = `at most ${String(LONGEST_TEXT)} characters without control characters`;
  throw new errors.InvalidClientMetadata(`${name} must be ${right}`);
}

function checkPage(name: string, value: unknown): void {
  if (value === undefined) return;
  const url = urlIn(value);
  if (url && (url.protocol === 'https:' || isLoopback(url))) return;
  throw new errors.InvalidClientMetadata(`${name} must be an https: URL`);
}

function checkRedirect(value: unknown): void {
  const url = urlIn(value);
  if (url?.hash === '' && !String(value).includes('#') && url.username === '') {
    if (url.protocol === 'https:' || isLoopback(url)) return;
    // A private-use scheme is a domain name turned round (RFC 8252, 7.1).
    if (/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol)) return;
  }
  throw new errors.InvalidRedirectUri(
    'redirect_uris must be https:, on loopback, or of a private-use scheme, without fragments',
  );
}

function urlIn(value: unknown): URL | undefined {
  const isUrl = typeof value === 'string' && value.length <= LONGEST_URL && URL.canParse(value);
  return isUrl ? new URL(value) : undefined;
}

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
