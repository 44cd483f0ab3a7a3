import { Readable } from 'node:stream';
import type { Response } from 'undici';

/** Of an answer that is an error nobody needs more; a long one is cut, not refused (G11). */
const ERROR_BODY_BYTES = 1024;

export type CappedBody =
  { readonly kind: 'read'; readonly body: Uint8Array } | { readonly kind: 'too-large' };

/**
 * Reads a body up to `maxBytes`, counted after decompression (G8), and drops the connection at the first
 * byte over it. A `Content-Length` is believed only when it already says too much.
 */
export const readCapped = async (response: Response, maxBytes: number): Promise<CappedBody> => {
  const cutBytes = response.status >= 400 ? Math.min(ERROR_BODY_BYTES, maxBytes) : undefined;
  const announcedBytes = announced(response);
  if (cutBytes === undefined && announcedBytes > maxBytes) {
    await response.body?.cancel();
    return { kind: 'too-large' };
  }

  const limitBytes = cutBytes ?? maxBytes;
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Leaving the loop early cancels the stream and with it the connection.
  for await (const chunk of bytesOf(response)) {
    chunks.push(chunk);
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) break;
  }
  if (sizeBytes > limitBytes && cutBytes === undefined) return { kind: 'too-large' };
  return { kind: 'read', body: new Uint8Array(Buffer.concat(chunks).subarray(0, limitBytes)) };
};

/** A 304 announces the length of what it does not send (RFC 9110, 8.6). */
const announced = ({ status, headers }: Response): number =>
  status === 304 ? 0 : Number(headers.get('content-length') ?? 0);

const bytesOf = (response: Response): AsyncIterable<Uint8Array> =>
  response.body ?? Readable.from([]);
