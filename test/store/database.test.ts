import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoMemoryServer } from 'mongodb-memory-server';
import { findMongod } from '../../src/app/set-up/find-mongod.mjs';
import { DatabaseUnusable, connectDatabase, defineModel } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';

const { uri } = testDatabase();
const counters = defineModel<{ _id: string; count: number }>('counters', {
  _id: String,
  count: Number,
});
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
  await database.model(counters).createCollection();
});
afterAll(() => database.close());

async function newCounter(): Promise<string> {
  const id = randomUUID();
  await database.model(counters).create([{ _id: id, count: 0 }]);
  return id;
}

const countOf = async (id: string) => (await database.model(counters).findById(id).lean())?.count;

describe('a transaction', () => {
  test('starts again when somebody else wrote meanwhile, so that no write is lost', async () => {
    const id = await newCounter();
    const increment = () =>
      database.transaction(async (session) => {
        const model = database.model(counters);
        const before = await model.findById(id, null, { session }).lean();
        const count = (before?.count ?? 0) + 1;
        await model.updateOne({ _id: id }, { $set: { count } }, { session });
      });
    await Promise.all(Array.from({ length: 10 }, increment));
    expect(await countOf(id)).toBe(10);
  });

  test('leaves nothing behind when it fails', async () => {
    const id = await newCounter();
    const failing = database.transaction(async (session) => {
      await database.model(counters).updateOne({ _id: id }, { $set: { count: 7 } }, { session });
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await countOf(id)).toBe(0);
  });
});

test('a field that the model does not know is not written', async () => {
  const model = database.model(counters);
  const stray = { _id: 'stray', count: 1, other: 2 };
  await expect(model.create([stray])).rejects.toThrow(/not in schema/);
  expect(await model.countDocuments({ _id: 'stray' })).toBe(0);
});

describe('connecting', () => {
  test('to a standalone server is refused, with what to do', async () => {
    const mongod = await findMongod({ log: () => undefined });
    const standalone = await MongoMemoryServer.create({
      binary: { systemBinary: mongod.path, version: mongod.version },
      instance: { storageEngine: 'wiredTiger', args: ['--nounixsocket'] },
    });
    try {
      const refused = connectDatabase(standalone.getUri());
      await expect(refused).rejects.toThrow(DatabaseUnusable);
      await expect(refused).rejects.toThrow(/replica set/);
    } finally {
      await standalone.stop({ doCleanup: true, force: true });
    }
  });

  test('with an address that is none is refused', async () => {
    await expect(connectDatabase('mongodb://')).rejects.toThrow(DatabaseUnusable);
  });
});
