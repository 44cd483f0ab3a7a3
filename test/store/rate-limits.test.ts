import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connectDatabase,
  ensureIndexes,
  limitModel,
  localRateLimiter,
  sharedRateLimiter,
} from '../../src/store/index.js';
import type { Database, RateLimiter } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';

const { uri } = testDatabase();
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
  await ensureIndexes(database, [limitModel as never]);
});
afterAll(() => database.close());

const HOUR_SECONDS = 3_600;

/** How many of so many uses were let through. */
async function allowed(limiter: RateLimiter, key: string, uses: number): Promise<number> {
  const taken = Array.from({ length: uses }, () => limiter.take(key));
  const results = await Promise.allSettled(taken);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe.each([
  ['of one process', (name: string) => localRateLimiter(database, limit(name))],
  ['of all processes', (name: string) => sharedRateLimiter(database, limit(name))],
])('a limit %s', (kind, make) => {
  test('lets so many uses of a key through, also at once, and then says when to come back', async () => {
    const limiter = make(`${kind} a`);
    expect(await allowed(limiter, 'key', 5)).toBe(3);
    const refused = await limiter.take('key').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED' });
    const { details } = refused as { details: { retryAfterSeconds: number } };
    expect(details.retryAfterSeconds).toBeGreaterThan(0);
    expect(details.retryAfterSeconds).toBeLessThanOrEqual(HOUR_SECONDS);
  });

  test('counts each key and each limit for itself', async () => {
    const limiter = make(`${kind} b`);
    expect(await allowed(limiter, 'one', 4)).toBe(3);
    expect(await allowed(limiter, 'other', 4)).toBe(3);
    expect(await allowed(make(`${kind} c`), 'one', 4)).toBe(3);
  });
});

test('a shared limit is counted together by all who have it', async () => {
  const [here, there] = [
    sharedRateLimiter(database, limit('both')),
    sharedRateLimiter(database, limit('both')),
  ];
  expect(await allowed(here, 'key', 2)).toBe(2);
  expect(await allowed(there, 'key', 2)).toBe(1);
});

function limit(name: string) {
  return { name, uses: 3, perSeconds: HOUR_SECONDS };
}
