import type { Envelope, Verifier } from './envelope.js';
import { CLOCK_WINDOW_SECONDS, openEnvelope, readEnvelope, secondsOf } from './envelope.js';
import type { ReceivedEvent } from './events.js';
import { readEvent } from './events.js';
import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';
import type { SetClaims } from './set-claims.js';
import { evhOf } from './sign-set.js';

/** A message whose sender is proven. Whether that hub may say this is for the caller to ask. */
export interface VerifiedSet {
  readonly claims: SetClaims;
  readonly event: ReceivedEvent;
  /** Kept with the message; see `evhOf`. */
  readonly evh: string;
}

/** Dedupe memory is 60 days, so nothing older than 45 days is sent; an hour for clocks. */
const STALE_SECONDS = (45 * 24 + 1) * 60 * 60;

/** Steps 3 and 4 of BFP/1, 2.13. @throws MessageRefused */
export function readSetEnvelope(compact: string, { self }: { readonly self: string }): Envelope {
  return readEnvelope(compact, { self, typ: 'secevent+jwt' });
}

/**
 * Steps 7 to 11 of BFP/1, 2.13. An event that we do not know is returned as such.
 *
 * @throws MessageRefused
 */
export async function verifySet(envelope: Envelope, verifier: Verifier): Promise<VerifiedSet> {
  if (envelope.typ !== 'secevent+jwt') throw new MessageRefused('bad-type');
  const opened: object = await openEnvelope(envelope, verifier);
  if (!hasShape('set-claims', opened)) throw new MessageRefused('bad-claims');
  const claims = opened as SetClaims & { readonly exp?: number };
  const now = secondsOf(verifier.now);
  const { past, future } = CLOCK_WINDOW_SECONDS;
  const isTimely = claims.iat >= now - past && claims.iat <= now + future;
  if (!isTimely || (claims.exp !== undefined && claims.exp <= now)) {
    throw new MessageRefused('clock');
  }
  if (claims.toe < now - STALE_SECONDS) throw new MessageRefused('stale');
  return { claims, event: readEvent(claims), evh: evhOf(claims) };
}
