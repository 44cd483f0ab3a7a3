import { readFile } from 'node:fs/promises';
import { SUBGRAPH_NAMES, createSubgraphRunner } from '../graphql/index.js';
import type { SubgraphName, SubgraphRunner } from '../graphql/index.js';
import { createPrincipalReader, createShutdown, deriveKey } from '../runtime/index.js';
import type { Config, Log, Shutdown } from '../runtime/index.js';
import { mayUseMailbox, requiredSecret } from './check-exposure.js';
import { openDataFolder } from './data-folder.js';
import { startEmbeddedMongo } from './embedded-mongo/start-embedded-mongo.js';
import { assembleParts, developmentMailbox, logOf, stopWithinMs } from './hub-parts.js';
import type { Storage } from './hub-parts.js';
import { openGateway, supergraphFile } from './open-gateway.js';
import { runWorker } from './run-worker.js';
import { collectionBell, wireSubgraphs, wireWorker } from './wire.js';
import { wireHubs } from './wire-hubs.js';
import type { HubParts } from './wire.js';

export interface RunningHub {
  readonly url: string;
  readonly shutdown: Shutdown;
}

/**
 * Runs every role in this process, on an embedded MongoDB unless the configuration names another. The
 * last line printed says that the hub is ready, and where.
 * @throws ConfigError, DataFolderUnusable, MongodNotFound, EmbeddedMongoUnusable, DatabaseUnusable,
 *   IndexMissing, PortTaken
 */
export async function startHub(config: Config, print: (line: string) => void): Promise<RunningHub> {
  const mailbox = mayUseMailbox(config) ? developmentMailbox(print) : undefined;
  const log = logOf(config);
  const shutdown = createShutdown(log, { deadlineMs: stopWithinMs(config) });
  try {
    const storage = await openStorage(config, { print, log, shutdown });
    let url = '';
    const publicUrl = (): string => config.publicUrl ?? url;
    const parts = await assembleParts(config, storage, { publicUrl, mailbox, log, shutdown });
    const gateway = await openGateway(parts, {
      supergraphSdl: await readFile(supergraphFile, 'utf8'),
      transport: inProcess(parts, shutdown),
    });
    url = gateway.url;
    shutdown.onStop('gateway', () => gateway.close());
    const worker = runWorker({ ...wireWorker(parts), ...wireHubs(parts) }, parts);
    shutdown.onStop('worker', () => worker.stop());
    for (const line of addresses(publicUrl(), config, mailbox !== undefined)) print(line);
    print(`Backpack Hub is ready at ${publicUrl()}`);
    return { url, shutdown };
  } catch (error) {
    await shutdown.stop('could not start');
    throw error;
  }
}

/** @throws ConfigError, DataFolderUnusable, MongodNotFound, EmbeddedMongoUnusable */
async function openStorage(
  config: Config,
  { print, log, shutdown }: { print: (line: string) => void; log: Log; shutdown: Shutdown },
): Promise<Storage> {
  const { mongodbUri, secret } = config.secrets;
  if (mongodbUri !== undefined) {
    return { mongodbUri, secret: requiredSecret(config, 'with HUB_MONGODB_URI') };
  }
  const folder = await openDataFolder(config.dataDir);
  shutdown.onStop('data folder', () => folder.close());
  const mongo = await startEmbeddedMongo({
    dataDir: folder.path,
    log: print,
    onUnexpectedEnd: () => {
      log.fatal('the embedded MongoDB ended; the hub cannot go on without it');
      void shutdown.stop('the embedded MongoDB ended').then(() => process.exit(1));
    },
  });
  shutdown.onStop('embedded MongoDB', () => mongo.stop());
  return { mongodbUri: mongo.uri, secret: secret ?? (await folder.secret()) };
}

/** The way from the gateway to subgraphs in the same process: a function call. */
function inProcess(parts: HubParts, shutdown: Shutdown) {
  const { clock, log, secret } = parts;
  const bell = collectionBell(parts);
  shutdown.onStop('bell', () => bell.close());
  const deps = { principals: createPrincipalReader(deriveKey(secret, 'principal'), clock), log };
  const wired = wireSubgraphs(parts, bell);
  const runners = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [name, createSubgraphRunner(wired[name](), deps)]),
  ) as Readonly<Record<SubgraphName, SubgraphRunner>>;
  return (name: string): SubgraphRunner => runners[name as SubgraphName];
}

function addresses(url: string, config: Config, hasMailbox: boolean): readonly string[] {
  return [
    `Graph:      ${url}/graphql`,
    ...(config.production ? [] : [`Playground: ${url}/playground`]),
    ...(hasMailbox ? [`Mailbox:    ${url}/mailbox`] : []),
  ];
}
