import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import mongoose from 'mongoose';

/**
 * An empty database of its own on the replica set of this test run, dropped after the last test of
 * the file. Call it at the top of a test file or of a `describe`, once per hub.
 */
export function testDatabase(): { readonly uri: string } {
  const server = process.env['HUB_TEST_MONGODB_URI'];
  if (server === undefined) {
    throw new Error('HUB_TEST_MONGODB_URI is not set: run the tests through jest.config.js.');
  }
  const url = new URL(server);
  url.pathname = `/test-${randomUUID()}`;
  afterAll(() => dropDatabase(url.href));
  return { uri: url.href };
}

async function dropDatabase(uri: string): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
