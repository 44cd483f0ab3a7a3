import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

export interface Request {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** What a server answered, before anything is unpacked. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: CappedBody;
}

export type CappedBody =
  { readonly kind: 'read'; readonly body: Uint8Array } | { readonly kind: 'too-large' };

export interface Limits {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Of an answer that is an error nobody needs more; a long one is cut, not refused (G11). */
const ERROR_BODY_BYTES = 1024;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Sends one request and reads the answer up to `maxBytes`; drops the connection at the first byte over
 * it. A `Content-Length` is believed only when it already says too much. Of a redirect nothing but its
 * head is read.
 *
 * @throws Error when there is no answer, or none that keeps to HTTP
 */
export const exchange = (
  dispatcher: Dispatcher,
  { url, method, headers, body }: Request,
  { maxBytes, signal }: Limits,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let answer: Omit<Answer, 'body'> | undefined;
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;

    const giveUp = (): void => {
      reject(signal.reason as Error);
      connection?.abort(signal.reason as Error);
    };
    const end = (read: CappedBody): void => {
      signal.removeEventListener('abort', giveUp);
      if (answer === undefined) reject(new Error('an answer without a head'));
      else resolve({ ...answer, body: read });
    };
    const endEarly = (read: CappedBody): void => {
      end(read);
      // Not while undici is still reading: it would ask once more.
      queueMicrotask(() => connection?.abort(new Error('enough was read')));
    };
    const limitBytes = (): number =>
      isCut(answer) ? Math.min(ERROR_BODY_BYTES, maxBytes) : maxBytes;
    const whole = (): CappedBody => ({
      kind: 'read',
      body: new Uint8Array(Buffer.concat(chunks).subarray(0, limitBytes())),
    });

    signal.addEventListener('abort', giveUp, { once: true });
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      },
      {
        onRequestStart: (controller) => {
          connection = controller;
          if (signal.aborted) controller.abort(signal.reason as Error);
        },
        onResponseStart: (_, status, fields) => {
          if (status < 200) return;
          answer = { status, headers: fields };
          if (hasNoMore(answer)) endEarly(whole());
          else if (!isCut(answer) && announcedBytes(answer) > maxBytes) {
            endEarly({ kind: 'too-large' });
          }
        },
        onResponseData: (_, chunk) => {
          chunks.push(chunk);
          sizeBytes += chunk.byteLength;
          if (sizeBytes <= limitBytes()) return;
          endEarly(isCut(answer) ? whole() : { kind: 'too-large' });
        },
        onResponseEnd: () => end(whole()),
        onResponseError: (_, error) => {
          signal.removeEventListener('abort', giveUp);
          reject(error);
        },
      },
    );
  });

/** Where a redirect leads. */
export const locationOf = ({ status, headers }: Omit<Answer, 'body'>): string | undefined =>
  REDIRECTS.includes(status) ? textOf(headers.location) : undefined;

/** Fields that come several times count as one list (RFC 9110, 5.3). */
export const textOf = (field: string | string[] | undefined): string | undefined =>
  Array.isArray(field) ? field.join(', ') : field;

const isCut = (answer: Omit<Answer, 'body'> | undefined): boolean =>
  answer !== undefined && answer.status >= 400;

/** Of a redirect the rest says nothing; a 304 announces what it does not send (RFC 9110, 8.6). */
const hasNoMore = (answer: Omit<Answer, 'body'>): boolean =>
  answer.status === 304 || locationOf(answer) !== undefined;

const announcedBytes = ({ headers }: Omit<Answer, 'body'>): number =>
  Number(textOf(headers['content-length']) ?? 0);
