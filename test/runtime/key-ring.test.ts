import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createKeyRing, createSealer, deriveKey } from '../../src/runtime/index.js';
import { connectDatabase, ensureIndexes, keyModel, keyRows } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';
import { testClock } from '../support/test-clock.js';

const { uri } = testDatabase();
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
  await ensureIndexes(database, [keyModel as never]);
});
afterAll(() => database.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const sealer = createSealer(deriveKey('a secret of at least 32 characters', 'keys'));

/** A ring of its own whose keys are published a day before and a day after they sign. */
function ring() {
  const clock = testClock();
  const options = { purpose: randomUUID(), alg: 'Ed25519', rows: keyRows(database) } as const;
  const keys = createKeyRing({
    ...options,
    sealer,
    clock,
    publishedFirstMs: DAY_MS,
    retiredForMs: DAY_MS,
  });
  const kidsOf = async () => (await keys.publicKeys()).map(({ status, jwk }) => [status, jwk.kid]);
  return { keys, clock, kidsOf };
}

test('a key signs only after it was published for a day, and is published for another one', async () => {
  const { keys, clock, kidsOf } = ring();
  const [[, active] = [], [, next] = []] = await kidsOf();
  clock.pass(DAY_MS - 1);
  expect(await keys.rotate()).toBe(false);
  expect(await keys.rotateIfOlderThan(0)).toBe(false);
  clock.pass(1);
  expect(await keys.rotate()).toBe(true);
  expect(await kidsOf()).toEqual([
    ['ACTIVE', next],
    ['NEXT', expect.any(String)],
    ['RETIRED', active],
  ]);
  clock.pass(DAY_MS + 1);
  const kids = await kidsOf();
  expect(kids.map(([status]) => status)).toEqual(['ACTIVE', 'NEXT']);
  expect((await keys.signingKeys()).map(({ kid }) => kid)).toEqual(kids.map(([, kid]) => kid));
});

test('a compromised key is gone at once, and one that peers have seen signs', async () => {
  const { keys, clock, kidsOf } = ring();
  await keys.publicKeys();
  clock.pass(DAY_MS);
  await keys.rotate();
  const before = await kidsOf();
  await keys.replaceCompromised();
  const after = await kidsOf();
  expect(after.map(([status]) => status)).toEqual(['ACTIVE', 'NEXT']);
  expect(after[0]?.[1]).toBe(before[1]?.[1]);
});

test('what is published of a key holds nothing private', async () => {
  const published = await ring().keys.publicKeys();
  expect(published.map(({ jwk }) => Object.keys(jwk).sort())).toEqual(
    published.map(() => ['alg', 'crv', 'kid', 'kty', 'use', 'x']),
  );
});
