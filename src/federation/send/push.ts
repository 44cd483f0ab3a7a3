import type { FetchAnswer } from '../../openbadges/index.js';
import type { SendDeps } from './ports.js';

/** The guarded fetcher, as far as a push needs it. */
export type Ask = (
  url: string,
  want: {
    readonly method: 'POST';
    readonly accept: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly maxBytes: number;
    readonly maxRedirects: number;
    readonly answerHeaders: readonly string[];
  },
) => Promise<FetchAnswer>;

/** Nobody needs more of what a peer says to a push. */
const ANSWER_BYTES = 1024;

/** Pushes one SET (federation.md 2.6; RFC 8935). Redirects are never followed. */
export function pushOver(ask: Ask): SendDeps['post'] {
  return async (url, set) => {
    const answer = await ask(url, {
      method: 'POST',
      accept: 'application/json',
      headers: { 'content-type': 'application/secevent+jwt' },
      body: set,
      maxBytes: ANSWER_BYTES,
      maxRedirects: 0,
      answerHeaders: ['bf-stream', 'date'],
    });
    if (answer.kind === 'unreachable') return undefined;
    const { status, body, retryAfterSeconds, headers = {} } = answer;
    const { 'bf-stream': bfStream, date } = headers;
    return {
      status,
      body,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      ...(bfStream !== undefined && { bfStream }),
      ...(date !== undefined && { date }),
    };
  };
}
