import type { Clock } from '../../src/runtime/index.js';

export interface TestClock extends Clock {
  /** Lets time pass; whoever sleeps until then wakes. */
  pass(ms: number): void;
}

/**
 * A clock that stands still until a test lets time pass. It starts far ahead, as MongoDB removes what
 * has expired by its own clock.
 */
export function testClock(start = '2100-01-01T00:00:00Z'): TestClock {
  let now = new Date(start).getTime();
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => new Date(now),
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve };
        if (signal?.aborted === true) {
          reject(new DOMException('aborted', 'AbortError'));
          return;
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    },
    pass(ms) {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
