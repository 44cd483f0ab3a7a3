import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { startEmbeddedMongo } from '../../src/app/embedded-mongo/start-embedded-mongo.js';
import type { EmbeddedMongo } from '../../src/app/embedded-mongo/start-embedded-mongo.js';
import { MongodNotFound } from '../../src/app/set-up/find-mongod.mjs';
import { processEnded } from '../support/process-ended.js';

describe('the embedded MongoDB', () => {
  let dataDir: string;
  let running: EmbeddedMongo[];
  const lines: string[] = [];

  const start = async (): Promise<EmbeddedMongo> => {
    const mongo = await startEmbeddedMongo({ dataDir, log: (line) => lines.push(line) });
    running.push(mongo);
    return mongo;
  };

  beforeEach(async () => {
    running = [];
    dataDir = await mkdtemp(join(tmpdir(), 'hub-embedded-'));
  });

  afterEach(async () => {
    for (const mongo of running) await mongo.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('keeps its data and its address over a stop and a start', async () => {
    const before = await start();
    await store(before, 'kept');
    await before.stop();
    const after = await start();
    expect(after.uri).toBe(before.uri);
    expect(await stored(after)).toEqual(['kept']);
  });

  test('keeps every acknowledged write when mongod is killed, and starts again over the stale lock', async () => {
    const before = await start();
    await store(before, 'acknowledged');
    process.kill(before.pid, 'SIGKILL');
    await processEnded(before.pid);
    await before.stop();
    expect(await stored(await start())).toEqual(['acknowledged']);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'moves to another port with its data when its own is taken (after %s)',
    async (signal) => {
      const before = await start();
      await store(before, 'moved');
      process.kill(before.pid, signal);
      await processEnded(before.pid);
      await before.stop();
      const squatter = createServer((socket) => socket.destroy());
      squatter.listen(Number(new URL(before.uri).port), '127.0.0.1');
      await once(squatter, 'listening');
      try {
        const after = await start();
        expect(after.uri).not.toBe(before.uri);
        expect(await stored(after)).toEqual(['moved']);
      } finally {
        squatter.close();
      }
    },
  );

  test('ends a mongod that a killed hub left behind, and takes its data over', async () => {
    const left = await start();
    await store(left, 'left behind');
    const after = await start();
    await processEnded(left.pid);
    expect(await stored(after)).toEqual(['left behind']);
  });

  test('starts with its data although its note of the port is damaged', async () => {
    const before = await start();
    await store(before, 'kept');
    await before.stop();
    await writeFile(join(dataDir, 'mongodb.json'), '{"port":');
    expect(await stored(await start())).toEqual(['kept']);
  });

  test('is not started on data of another release of MongoDB', async () => {
    const note = JSON.stringify({ port: 27_017, series: '6.1' });
    await writeFile(join(dataDir, 'mongodb.json'), note);
    await expect(start()).rejects.toThrow(MongodNotFound);
  });

  test('listens on the loopback address only', async () => {
    const mongo = await start();
    const client = await mongoose.mongo.MongoClient.connect(mongo.uri);
    try {
      const options = await client.db('admin').command({ getCmdLineOpts: 1 });
      expect(options['parsed'].net.bindIp).toBe('127.0.0.1');
    } finally {
      await client.close();
    }
  });

  test('tells when mongod ends although nobody stopped it', async () => {
    const ended = new Promise<void>((resolve) => {
      void startEmbeddedMongo({ dataDir, log: () => undefined, onUnexpectedEnd: resolve }).then(
        (mongo) => {
          running.push(mongo);
          process.kill(mongo.pid, 'SIGKILL');
        },
      );
    });
    await expect(ended).resolves.toBeUndefined();
  });
});

async function store(mongo: EmbeddedMongo, name: string): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(mongo.uri, {
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    await client.db().collection('things').insertOne({ name });
  } finally {
    await client.close();
  }
}

async function stored(mongo: EmbeddedMongo): Promise<readonly unknown[]> {
  const client = await mongoose.mongo.MongoClient.connect(mongo.uri);
  try {
    const things = await client.db().collection('things').find().toArray();
    return things.map((thing) => thing['name'] as unknown);
  } finally {
    await client.close();
  }
}
