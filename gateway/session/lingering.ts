import { Refusal } from '../../src/errors.js';
import type { Clock, Principal } from '../../src/runtime/index.js';
import type { Caller } from './authenticate.js';

/**
 * Since the token counted last. A stream looks every second, and a token is believed for three and a half:
 * so all is over within five.
 */
const LINGER_MS = 1_500;

/**
 * Somebody on a stream whose token dies is believed a moment longer: long enough for the stream to say why
 * it ends, as `AccessEnded` does, before it is cut.
 */
export function lingering(caller: Caller, clock: Clock): Caller {
  let last: { readonly principal: Principal; readonly atMs: number } | undefined;
  return {
    ...caller,
    async principal() {
      const atMs = clock.now().getTime();
      try {
        const principal = await caller.principal();
        last = { principal, atMs };
        return principal;
      } catch (error) {
        if (last === undefined || !(error instanceof Refusal)) throw error;
        if (atMs - last.atMs >= LINGER_MS) throw error;
        return last.principal;
      }
    },
  };
}
