import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '../src/app/embedded-mongo/start-embedded-mongo.js';
import { MODELS } from '../src/app/hub-parts.js';
import { connectDatabase, ensureIndexes } from '../src/store/index.js';
import type { Database } from '../src/store/index.js';
import { startServerProcess } from './server-process.js';
import type { ServerProcess, Settings } from './server-process.js';

/** A MongoDB of this run's own, and the settings of programs that work on it. */
export interface World {
  readonly database: Database;
  readonly settings: Settings;
  /** The hub, every role in one process, as `npm start` runs it. */
  startHub(): Promise<ServerProcess>;
}

/** No limit is off; they are high enough that one busy client does not meet them. */
const RAISED_LIMITS = {
  HUB_LIMIT_REQUESTS_PER_MINUTE: '10000000',
  HUB_LIMIT_REQUESTS_PER_MINUTE_TOKEN: '10000000',
  HUB_LIMIT_SOCKETS_PER_CLIENT: '5000',
};

/** Makes a world, lets `work` happen in it and takes it apart again, whatever happened. */
export async function inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'backpack-hub-bench-'));
  try {
    await using stack = new AsyncDisposableStack();
    const mongo = await startEmbeddedMongo({ dataDir: folder, log: () => undefined });
    stack.defer(() => mongo.stop());
    const database = await connectDatabase(mongo.uri);
    stack.defer(() => database.close());
    await ensureIndexes(database, MODELS);
    const settings = {
      ...RAISED_LIMITS,
      NODE_ENV: 'production',
      HUB_PORT: '0',
      HUB_LOG_LEVEL: 'warn',
      HUB_DATA_DIR: folder,
      HUB_MONGODB_URI: mongo.uri,
      HUB_SECRET: randomBytes(32).toString('base64url'),
      // A hub on a database of somebody else insists on it; nobody is mailed here.
      HUB_SMTP_URL: 'smtp://127.0.0.1:9',
    };
    return await work({
      database,
      settings,
      async startHub() {
        const hub = await startServerProcess('../src/app/cli.js', ['start'], settings);
        stack.defer(() => hub.stop());
        return hub;
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
