import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/runtime/clock.js';

describe('the system clock', () => {
  test('a sleep lasts as long as it was asked to', async () => {
    const started = systemClock.now().getTime();
    await systemClock.sleep(20);
    // Timers may fire a fraction of a millisecond early.
    expect(systemClock.now().getTime() - started).toBeGreaterThanOrEqual(19);
  });

  test.each([
    ['an hour', 3_600_000],
    ['longer than one timer can last', 2 ** 40],
  ])('a sleep of %s ends when its signal aborts', async (_, ms) => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(ms, controller.signal);
    const awake = new Promise((resolve) => setTimeout(resolve, 20)).then(() => 'still asleep');
    await expect(Promise.race([sleeping, awake])).resolves.toBe('still asleep');
    controller.abort();
    await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a time in the past is no wait', async () => {
    await expect(systemClock.sleep(-5)).resolves.toBeUndefined();
  });
});
