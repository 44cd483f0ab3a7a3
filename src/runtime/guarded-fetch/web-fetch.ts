import type { FetchAnswer } from '../../openbadges/index.js';
import type { FetchWant } from './guarded-fetch.js';

/** The guarded fetcher, or anything that answers like it. */
export type AskGuarded = (url: string, want: FetchWant) => Promise<FetchAnswer>;

/** The part of `fetch` that libraries for OAuth and OpenID Connect use. */
export type WebFetch = (
  input: string | URL,
  init?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>> | Headers | undefined;
    readonly body?: unknown;
  },
) => Promise<Response>;

/**
 * The guarded fetcher in the form of `fetch`, for libraries that speak a protocol over it: the same rules
 * for every address, no redirects, a deadline and a size. An address that may not be asked, or does not
 * answer, rejects like a broken connection.
 */
export const webFetchOf =
  (ask: AskGuarded, { maxBytes }: { readonly maxBytes: number }): WebFetch =>
  async (input, { method = 'GET', headers, body } = {}) => {
    const given = Object.fromEntries(new Headers(headers as Record<string, string>).entries());
    const { accept = '*/*', ...others } = given;
    const answer = await ask(String(input), {
      accept,
      maxBytes,
      maxRedirects: 0,
      method: method as 'GET' | 'HEAD' | 'POST',
      headers: others,
      ...(body !== undefined && body !== null && { body: bodyText(body) }),
    });
    if (answer.kind === 'unreachable') throw new TypeError('fetch failed');
    const { status, contentType } = answer;
    const hasBody = ![204, 205, 304].includes(status);
    return new Response(hasBody ? new Uint8Array(answer.body) : null, {
      status,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    });
  };

function bodyText(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('this kind of body is not sent');
}
