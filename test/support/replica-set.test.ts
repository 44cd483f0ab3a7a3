import { describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { testDatabase } from './replica-set.js';

describe('testDatabase', () => {
  const first = testDatabase();
  const second = testDatabase();

  test('gives every caller a database of its own that takes transactions', async () => {
    expect(first.uri).not.toBe(second.uri);
    const client = await mongoose.mongo.MongoClient.connect(first.uri);
    try {
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await client.db().collection('things').insertOne({ kind: 'badge' }, { session });
        }),
      );
      const stored = await client.db().collection('things').countDocuments();
      expect(stored).toBe(1);
    } finally {
      await client.close();
    }
  });
});
