import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectDatabase, defineModel } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';

const { uri } = testDatabase();
const boxModel = defineModel<{ _id: string; size: number }>('boxes', { _id: String, size: Number });
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
  await database.model(boxModel).createCollection();
});
afterAll(() => database.close());

test('a transaction starts again when another one was quicker, so that no change is lost', async () => {
  const boxes = database.model(boxModel);
  await boxes.create([{ _id: 'busy', size: 0 }]);
  const grow = () =>
    database.transaction(async (session) => {
      const box = await boxes.findById('busy', null, { session }).lean();
      await boxes.updateOne({ _id: 'busy' }, { $set: { size: (box?.size ?? 0) + 1 } }, { session });
    });
  await Promise.all(Array.from({ length: 10 }, grow));
  expect(await boxes.findById('busy').lean()).toMatchObject({ size: 10 });
});

test('what a transaction wrote is gone when it throws, and the reason reaches its caller', async () => {
  const boxes = database.model(boxModel);
  const failing = database.transaction(async (session) => {
    await boxes.create([{ _id: 'half', size: 1 }], { session });
    throw new RangeError('no');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await boxes.findById('half').lean()).toBeNull();
});

test('a transaction that somebody else blocks is given up and leaves nothing behind', async () => {
  const hasty = await connectDatabase(uri, { transactionMs: 300 });
  const boxes = database.model(boxModel);
  await boxes.create([{ _id: 'held', size: 0 }]);
  const blocker = await database.connection.startSession();
  blocker.startTransaction();
  await boxes.updateOne({ _id: 'held' }, { $set: { size: 1 } }, { session: blocker });
  try {
    const waiting = hasty.transaction((session) =>
      hasty
        .model(boxModel)
        .updateOne({ _id: 'held' }, { $set: { size: 2 } }, { session })
        .then(() => undefined),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  } finally {
    await blocker.abortTransaction();
    await blocker.endSession();
    await hasty.close();
  }
  expect(await boxes.findById('held').lean()).toMatchObject({ size: 0 });
});
