import { createHash } from 'node:crypto';

import canonicalize from 'canonicalize';

import { secondsOf } from './envelope.js';
import type { HubEvent } from './events.js';
import { EVENT_NAMESPACE } from './events.js';
import type { SetClaims } from './set-claims.js';
import type { SigningKey } from './signing-key.js';
import { signStatement } from './signing-key.js';

/** A message as its sender keeps it: all but the time of the attempt. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly jti: string;
  readonly txn?: string;
  readonly happenedAt: Date;
  /** The address it is delivered to; needed by every event about an offer. */
  readonly deliveryAddress?: string;
  readonly place: { readonly epoch: string; readonly seq: number };
  readonly event: HubEvent;
}

/** The claims of one attempt: the same each time but for `iat`, and without `exp` (BFP/1, D4). */
export function claimsOf(message: Message, now: Date): SetClaims {
  const { from, to, jti, txn, happenedAt, deliveryAddress, place, event } = message;
  return {
    iss: from,
    aud: to,
    iat: secondsOf(now),
    jti,
    ...(txn === undefined ? {} : { txn }),
    toe: secondsOf(happenedAt),
    ...(deliveryAddress === undefined ? {} : { sub_id: { format: 'opaque', id: deliveryAddress } }),
    stm: { epoch: place.epoch, seq: place.seq },
    events: { [EVENT_NAMESPACE + event.type]: event.payload },
  };
}

/** Signs anew at every attempt, so that a message that waited never needs an old key. */
export function signSet(claims: SetClaims, key: SigningKey): Promise<string> {
  return signStatement(claims, key, 'secevent+jwt');
}

/**
 * One value for everything a message says apart from when it was sent: the same `jti` with another one
 * is an attack or a bug.
 */
export function evhOf(claims: object): string {
  const lasting = Object.entries(claims).filter(([name]) => name !== 'iat' && name !== 'exp');
  const text = canonicalize(Object.fromEntries(lasting)) ?? '';
  return createHash('sha256').update(text).digest('base64url');
}
