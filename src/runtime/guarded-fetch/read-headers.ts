import type { IncomingHttpHeaders } from 'node:http';
import type { FetchAnswer } from '../../openbadges/index.js';
import { textOf } from './exchange.js';

type Said = Omit<Extract<FetchAnswer, { kind: 'answered' }>, 'kind' | 'url' | 'status' | 'body'>;

/** What is kept, or read by a protocol, has to be short; a longer one is as good as none. */
const MAX_VALIDATOR_CHARACTERS = 512;

/** The header fields that callers need, as far as a server sends them and they can be understood. */
export const readHeaders = (
  headers: IncomingHttpHeaders,
  now: Date,
  others: readonly string[] = [],
): Said => {
  const contentType = textOf(headers['content-type']);
  const etag = validator(textOf(headers.etag));
  const lastModified = validator(textOf(headers['last-modified']));
  const retryAfterSeconds = readRetryAfter(textOf(headers['retry-after']), now);
  const further = others.flatMap((name) => {
    const value = validator(textOf(headers[name]));
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(further.length > 0 && { headers: Object.fromEntries(further) }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
};

const validator = (value: string | undefined): string | undefined =>
  value === undefined || value === '' || value.length > MAX_VALIDATOR_CHARACTERS
    ? undefined
    : value;

/** Seconds, or the date they lead to (RFC 9110, 10.2.3); what is past is no wait at all. */
const readRetryAfter = (value: string | undefined, now: Date): number | undefined => {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text);
  if (!HTTP_DATE.test(text)) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return undefined;
  return Math.max(0, Math.ceil((atMs - now.getTime()) / 1000));
};

/** As servers write it (RFC 9110, 5.6.7); the two obsolete forms are not worth their traps. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
