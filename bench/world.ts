import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '../src/app/embedded-mongo/start-embedded-mongo.js';
import { MODELS } from '../src/app/hub-parts.js';
import { connectDatabase, ensureIndexes } from '../src/store/index.js';
import type { Database } from '../src/store/index.js';
import { startServerProcess } from './server-process.js';
import type { ServerProcess } from './server-process.js';

/** A MongoDB of this run's own, and programs that work on it; they end with it. */
export interface World {
  readonly database: Database;
  /** The hub, every role in one process, as `npm start` runs it. */
  readonly startHub: () => Promise<ServerProcess>;
  /** What the hub is compared with. */
  readonly startMonolith: () => Promise<ServerProcess>;
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
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const start = async (program: string, args: readonly string[] = []): Promise<ServerProcess> => {
    const server = await startServerProcess(program, args, settings);
    stops.unshift(() => server.stop());
    return server;
  };
  const settings: Record<string, string> = {
    ...RAISED_LIMITS,
    NODE_ENV: 'production',
    HUB_PORT: '0',
    HUB_LOG_LEVEL: 'warn',
    HUB_DATA_DIR: folder,
    HUB_SECRET: randomBytes(32).toString('base64url'),
    // A hub on an external database insists on it; nobody is mailed here.
    HUB_SMTP_URL: 'smtp://127.0.0.1:9',
  };
  try {
    const mongo = await startEmbeddedMongo({ dataDir: folder, log: () => undefined });
    stops.unshift(() => mongo.stop());
    settings['HUB_MONGODB_URI'] = mongo.uri;
    const database = await connectDatabase(mongo.uri);
    stops.unshift(() => database.close());
    await ensureIndexes(database, MODELS);
    return await work({
      database,
      startHub: () => start('../src/app/cli.js', ['start']),
      startMonolith: () => start('./graph/monolith-process.js'),
    });
  } finally {
    for (const stop of stops) await stop();
  }
}
