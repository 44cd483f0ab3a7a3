import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';

/**
 * Collects a request's body and stops at the limit.
 *
 * @throws Refusal TOO_LARGE
 */
export function readBody(req: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = (): void => {
      // The rest runs by unread, so that the answer still finds its way to the caller.
      req.removeAllListeners('data').resume();
      reject(new Refusal('TOO_LARGE', undefined, { limitBytes }));
    };
    if (Number(req.headers['content-length'] ?? 0) > limitBytes) {
      tooLarge();
      return;
    }
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    req.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) tooLarge();
      else chunks.push(chunk);
    });
    req.once('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks));
    });
    req.once('error', reject);
    req.once('close', () => {
      if (!req.complete) reject(new Refusal('BAD_INPUT', 'The request ended early.'));
    });
  });
}
