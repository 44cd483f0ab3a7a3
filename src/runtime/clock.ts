import { setTimeout as wait } from 'node:timers/promises';

/** The only source of time: everything that asks what time it is, or waits, gets one of these. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with an `AbortError` as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Node turns a longer timer into one of a single millisecond. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),

  async sleep(ms, signal) {
    const options = signal === undefined ? {} : { signal };
    let leftMs = ms;
    while (leftMs > LONGEST_TIMER_MS) {
      await wait(LONGEST_TIMER_MS, undefined, options);
      leftMs -= LONGEST_TIMER_MS;
    }
    await wait(Math.max(0, leftMs), undefined, options);
  },
};
