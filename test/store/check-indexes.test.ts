import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MODELS } from '../../src/app/hub-parts.js';
import {
  IndexMissing,
  connectDatabase,
  defineModel,
  ensureIndexes,
} from '../../src/store/index.js';
import type { Database, ModelDefinition } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';

const { uri } = testDatabase();
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
});
afterAll(() => database.close());

/** A collection of things with a unique name that live for a minute. */
const things = (name: string): ModelDefinition<never> =>
  defineModel(name, { name: String, at: Date, open: Boolean }, [
    { name: 'one_per_name', on: { name: 1 }, options: { unique: true } },
    { name: 'things_expire', on: { at: 1 }, options: { expireAfterSeconds: 60 } },
    {
      name: 'open_things',
      on: { name: 1, at: 1 },
      options: { partialFilterExpression: { open: true } },
    },
  ]);

test('every index of the hub is made, and is found the next time', async () => {
  await ensureIndexes(database, MODELS);
  await expect(ensureIndexes(database, MODELS)).resolves.toBeUndefined();
});

test('a unique index holds from then on', async () => {
  await ensureIndexes(database, [things('held')]);
  const held = database.connection.collection('held');
  await held.insertOne({ name: 'same' });
  await expect(held.insertOne({ name: 'same' })).rejects.toMatchObject({ code: 11_000 });
});

test.each<[string, string, Parameters<Database['connection']['createCollection']>[0], object]>([
  ['is not unique', 'one_per_name', 'not_unique', { key: { name: 1 } }],
  ['is over other fields', 'one_per_name', 'other_fields', { key: { at: 1 }, unique: true }],
  [
    'keeps things longer',
    'things_expire',
    'kept_longer',
    { key: { at: 1 }, expireAfterSeconds: 61 },
  ],
  [
    'covers other things',
    'open_things',
    'others_covered',
    { key: { name: 1, at: 1 }, partialFilterExpression: { open: false } },
  ],
])('an index that %s refuses: %s', async (_, name, collection, spec) => {
  const index = { ...spec, name } as never;
  await database.connection.createCollection(collection);
  await database.connection.db?.command({ createIndexes: collection, indexes: [index] });
  const refused = ensureIndexes(database, [things(collection)]);
  await expect(refused).rejects.toThrow(IndexMissing);
  await expect(refused).rejects.toThrow(new RegExp(`${name}.*${collection}`));
});

test('data that contradicts a unique index refuses', async () => {
  const doubled = database.connection.collection('doubled');
  await doubled.insertMany([{ name: 'same' }, { name: 'same' }]);
  await expect(ensureIndexes(database, [things('doubled')])).rejects.toThrow(IndexMissing);
});
