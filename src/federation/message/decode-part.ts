import { base64url } from 'jose';

import { MessageRefused } from './message-refused.js';

const BASE64URL = /^[\w-]+$/;

/**
 * One part of a compact JWS, in the only base64url that encoders write: no padding, no white space, no
 * left-over bits.
 *
 * @throws MessageRefused `bad-form`
 */
export function decodePart(part: string): Uint8Array {
  // A single character behind whole groups of four holds no byte.
  if (!BASE64URL.test(part) || part.length % 4 === 1) throw new MessageRefused('bad-form');
  const bytes = base64url.decode(part);
  if (base64url.encode(bytes) !== part) throw new MessageRefused('bad-form');
  return bytes;
}
