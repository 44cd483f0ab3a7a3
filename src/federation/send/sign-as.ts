import { claimsOf, signSet } from '../message/sign-set.js';
import type { SigningKey } from '../message/signing-key.js';
import type { SendDeps } from './ports.js';

/** Signs deliveries in the name of this hub, each time with the key that is the active one then. */
export function signAs(self: () => string, activeKey: () => Promise<SigningKey>): SendDeps['sign'] {
  return async ({ peer: to, epoch, seq, said: event, ...delivery }, now) => {
    const message = { ...delivery, from: self(), to, place: { epoch, seq }, event };
    return signSet(claimsOf(message, now), await activeKey());
  };
}
