import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MongoMemoryServer } from 'mongodb-memory-server';
import { findMongod } from '../set-up/find-mongod.mjs';
import { becomePrimary, SET_NAME } from './become-primary.js';
import { isPortFree } from './is-port-free.js';
import { endOrphan } from './end-orphan.js';
import { readRemembered, remember } from './remembered.js';

export interface EmbeddedMongo {
  readonly uri: string;
  /** The process id of mongod, for messages and tests. */
  readonly pid: number;
  /** Ends mongod in order. Safe to call twice; the data stays. */
  stop(): Promise<void>;
}

export interface EmbeddedMongoOptions {
  /** The hub's data folder; MongoDB's files go to `mongodb/` in it. */
  readonly dataDir: string;
  /** Takes lines for people: downloads and their progress, a changed port. */
  readonly log: (line: string) => void;
  /** Called when mongod ends although nobody stopped it. */
  readonly onUnexpectedEnd?: () => void;
}

/** The embedded MongoDB cannot be started; the message says why and what to do. */
export class EmbeddedMongoUnusable extends Error {
  override readonly name = 'EmbeddedMongoUnusable';
}

const CACHE_GB = '0.25';
const OPLOG_MB = '512';
/** Recovery of a large journal after a crash takes its time. */
const LAUNCH_WITHIN_MS = 120_000;
/** How long mongod waits for open operations when it is asked to end; the default is 15 s. */
const END_WITHIN_MS = '1000';

/**
 * Starts a replica set of one member on 127.0.0.1 whose data survives restarts and crashes. The
 * caller holds the lock of the data folder, so a mongod found on the data is a leftover. When this
 * process dies in any way, SIGKILL included, mongodb-memory-server's watcher ends mongod.
 * @throws MongodNotFound when there is no mongod to start
 * @throws EmbeddedMongoUnusable when mongod does not start
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { log } = options;
  const dataDir = resolve(options.dataDir);
  const dbPath = join(dataDir, 'mongodb');
  const noteFile = join(dataDir, 'mongodb.json');
  await mkdir(dbPath, { recursive: true, mode: 0o700 });
  await endOrphan(dbPath, log);

  const before = await readRemembered(noteFile);
  const mongod = await findMongod({ log, ...(before && { series: before.series }) });
  if (before !== undefined && !(await isPortFree(before.port))) {
    const port = before.port.toString();
    log(`Port ${port} is taken: the embedded MongoDB moves to another; give it half a minute.`);
  }
  const server = await launch(dbPath, mongod, before?.port);
  try {
    const { instanceInfo } = server;
    const child = instanceInfo?.instance.mongodProcess;
    if (instanceInfo === undefined || child?.pid === undefined) throw new Error('it ended at once');
    const { port } = instanceInfo;
    await becomePrimary(port);
    await remember(noteFile, { port, series: mongod.series });

    let stopping: Promise<void> | undefined;
    child.once('exit', () => {
      if (stopping === undefined) options.onUnexpectedEnd?.();
    });
    return {
      uri: `mongodb://127.0.0.1:${port.toString()}/hub?replicaSet=${SET_NAME}`,
      pid: child.pid,
      stop: () => (stopping ??= end(server)),
    };
  } catch (error) {
    await end(server);
    throw unusable(dbPath, error);
  }
}

async function launch(
  dbPath: string,
  mongod: { readonly path: string; readonly version: string },
  port: number | undefined,
): Promise<MongoMemoryServer> {
  const server = new MongoMemoryServer({
    binary: { systemBinary: mongod.path, version: mongod.version },
    instance: {
      dbPath,
      storageEngine: 'wiredTiger',
      replSet: SET_NAME,
      launchTimeout: LAUNCH_WITHIN_MS,
      args: [
        ...['--nounixsocket', '--wiredTigerCacheSizeGB', CACHE_GB, '--oplogSize', OPLOG_MB],
        ...['--setParameter', `shutdownTimeoutMillisForSignaledShutdown=${END_WITHIN_MS}`],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ],
      ...(port !== undefined && { port }),
    },
    // A process group of its own: Ctrl-C must reach the hub first, which then ends mongod in order.
    spawn: { detached: true },
  });
  try {
    await server.start();
    return server;
  } catch (error) {
    await end(server);
    throw unusable(dbPath, error);
  }
}

async function end(server: MongoMemoryServer): Promise<void> {
  await server.stop({ doCleanup: false });
}

function unusable(dbPath: string, cause: unknown): EmbeddedMongoUnusable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedMongoUnusable(
    `The embedded MongoDB does not start on ${dbPath}: ${why}. Set HUB_MONGODB_URI to use another server.`,
    { cause },
  );
}
