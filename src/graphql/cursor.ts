import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../errors.js';

/** Signs cursors, so that what comes back is what the hub gave out, for the list it gave it for. */
export interface CursorCodec {
  /** `list` names the list (and its owner) the cursor belongs to; it is signed but not carried. */
  encode(list: string, position: Readonly<Record<string, string | number>>): string;
  /** @throws Refusal BAD_CURSOR when tampered with or made for another list. */
  decode<T>(list: string, cursor: string, shape: z.ZodType<T>): T;
}

const MAC_BYTES = 16;

export function createCursorCodec(key: Uint8Array): CursorCodec {
  const macOf = (list: string, body: Buffer): Buffer =>
    createHmac('sha256', key)
      .update(list)
      .update('\0')
      .update(body)
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    encode(list, position) {
      const body = Buffer.from(JSON.stringify(position));
      return Buffer.concat([macOf(list, body), body]).toString('base64url');
    },
    decode(list, cursor, shape) {
      const bytes = Buffer.from(cursor, 'base64url');
      const mac = bytes.subarray(0, MAC_BYTES);
      const body = bytes.subarray(MAC_BYTES);
      if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(list, body))) {
        throw new Refusal('BAD_CURSOR');
      }
      const parsed = shape.safeParse(JSON.parse(body.toString()));
      if (!parsed.success) throw new Refusal('BAD_CURSOR');
      return parsed.data;
    },
  };
}
