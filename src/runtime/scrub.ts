/**
 * Keeps people and secrets out of the logs, by name (`token`, `set-cookie`, `recipientEmail` …, at any
 * depth) and by looks (e-mail addresses, signed tokens and bearer values inside any text).
 */
export const scrub = (value: unknown): unknown => {
  if (typeof value === 'string') return scrubText(value);
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      scrubText(name),
      isSecret(name, inner) ? REDACTED : scrub(inner),
    ]),
  );
};

const REDACTED = '[redacted]';

/** The last word of a name decides, so `token` and `accessTokens` are hidden but `credentialId` is not. */
const SECRET_NAME =
  /(?:e-?mail|mail-?to|token|cookie|authori[sz]ation|credential|password|passphrase|secret|jws|jwt|api-?key)s?$/i;

/** Counts and flags tell nothing (`tokens: 400`, `credential: false`). */
const isSecret = (name: string, value: unknown): boolean =>
  SECRET_NAME.test(name.replaceAll('_', '-')) &&
  value !== null &&
  typeof value !== 'number' &&
  typeof value !== 'boolean';

/**
 * Anything with an at sign between words, plain or percent-encoded, also without a dot in the domain. No
 * slash before the at sign, or paths like `node_modules/@scope` would count. The lengths are those of
 * RFC 5321 and keep the search linear.
 */
const EMAIL = /[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]{1,254}(?:@|%40)[\p{L}\p{N}][\p{L}\p{N}.-]{0,252}/giu;
const SIGNED_TOKEN = /eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g;
const AUTHORIZATION = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}/gi;
const QUERY_SECRET = /([?&#](?:[\w-]*token|code|secret|state|assertion)=)[^&#\s"]+/gi;

const scrubText = (text: string): string =>
  text
    .replace(SIGNED_TOKEN, REDACTED)
    .replace(AUTHORIZATION, `$1 ${REDACTED}`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(EMAIL, '[e-mail]');
