import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server';
import { findMongod } from '../../src/app/set-up/find-mongod.mjs';

const MEMORY_DISK = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;
const ORPHAN_SECONDS = 5;

/** @type {MongoMemoryReplSet | undefined} */
let replicaSet;

/**
 * Jest calls this once before all tests: one replica set of one member for the whole run, unless
 * HUB_TEST_MONGODB_URI names one already. Its data is gone after the run.
 */
export default async function startReplicaSet() {
  if (process.env['HUB_TEST_MONGODB_URI']) return;
  const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
  const mongod = await findMongod({ log });
  replicaSet = await MongoMemoryReplSet.create({
    binary: { systemBinary: mongod.path, version: mongod.version },
    replSet: {
      count: 1,
      storageEngine: 'wiredTiger',
      args: [
        ...['--nounixsocket', '--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '256'],
        // What a killed process left open keeps its documents to itself for so long; usually 60 s.
        ...['--setParameter', `transactionLifetimeLimitSeconds=${ORPHAN_SECONDS}`],
      ],
    },
    instanceOpts: [{ dbPath: await mkdtemp(join(await roomyFolder(), 'hub-test-')) }],
  });
  process.env['HUB_TEST_MONGODB_URI'] = replicaSet.getUri();
}

/** Jest calls this once after all tests. */
export async function stopReplicaSet() {
  await replicaSet?.stop({ doCleanup: true, force: true });
}

/** A disk in memory makes every journaled write fast; a container's is often too small for MongoDB. */
async function roomyFolder() {
  try {
    const { bavail, bsize } = await statfs(MEMORY_DISK);
    return bavail * bsize >= ROOM_BYTES ? MEMORY_DISK : tmpdir();
  } catch {
    return tmpdir();
  }
}
