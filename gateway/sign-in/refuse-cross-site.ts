import { Refusal } from '../../src/errors.js';
import type { Exchange } from '../http/http-types.js';
import { isFromOurselves } from '../session/same-origin.js';

/**
 * For what changes a session, with or without a cookie: to sign somebody in from another site, into
 * the attacker's own backpack, is an attack as well.
 *
 * @throws Refusal FORBIDDEN
 */
export function refuseCrossSite({ req }: Exchange, publicUrl: string | undefined): void {
  if (!isFromOurselves(req, publicUrl)) {
    throw new Refusal('FORBIDDEN', 'Another site may not sign people in or out.');
  }
}
