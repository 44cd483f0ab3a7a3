import { readFile } from 'node:fs/promises';
import { SUBGRAPH_NAMES, serveSubgraph } from '../graphql/index.js';
import type { SubgraphName } from '../graphql/index.js';
import { createPrincipalReader, createShutdown, deriveKey, ConfigError } from '../runtime/index.js';
import type { Config, Shutdown } from '../runtime/index.js';
import { createHttpTransports } from '../../gateway/index.js';
import { mayUseMailbox, requiredSecret } from './check-exposure.js';
import { assembleParts, logOf, stopWithinMs } from './hub-parts.js';
import { openGateway, supergraphFile } from './open-gateway.js';
import { runWorker } from './run-worker.js';
import { collectionBell, wireSubgraphs, wireWorker } from './wire.js';
import { wireHubs } from './wire-hubs.js';
import type { HubParts } from './wire.js';

export const ROLES = ['gateway', ...SUBGRAPH_NAMES, 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that send mail. */
const MAILING: readonly Role[] = ['earner', 'worker'];
/** A gateway wraps a request of the largest size in a few more bytes. */
const WRAPPING_BYTES = 64 * 1024;

/**
 * Runs one role in this process; the other roles run elsewhere on the same database with the same
 * secret. The last line printed says that it is ready, and where.
 * @throws ConfigError, DatabaseUnusable, IndexMissing, PortTaken
 */
export async function serveRole(
  role: Role,
  config: Config,
  print: (line: string) => void,
): Promise<{ readonly url: string | undefined; readonly shutdown: Shutdown }> {
  const secret = requiredSecret(config, `for hub serve ${role}`);
  const { mongodbUri } = config.secrets;
  if (mongodbUri === undefined) {
    throw new ConfigError([
      `HUB_MONGODB_URI is not set; it must be given for hub serve ${role}: the replica set all roles share.`,
    ]);
  }
  if (MAILING.includes(role)) mayUseMailbox(config);
  const log = logOf(config);
  const shutdown = createShutdown(log, { deadlineMs: stopWithinMs(config) });
  try {
    const parts = await assembleParts(
      config,
      { mongodbUri, secret },
      { publicUrl: () => config.publicUrl ?? gatewayUrl(config), log, shutdown },
    );
    const url = await open(role, parts, shutdown);
    print(`Backpack Hub is ready at ${url ?? `worker ${String(process.pid)}`}`);
    return { url, shutdown };
  } catch (error) {
    await shutdown.stop('could not start');
    throw error;
  }
}

/** Where people reach the hub if nobody says so: a gateway with the default port beside this role. */
function gatewayUrl({ host }: Config): string {
  return `http://${host}:4000`;
}

async function open(role: Role, parts: HubParts, shutdown: Shutdown): Promise<string | undefined> {
  switch (role) {
    case 'gateway':
      return openRemoteGateway(parts, shutdown);
    case 'worker': {
      const worker = runWorker({ ...wireWorker(parts), ...wireHubs(parts) }, parts);
      shutdown.onStop('worker', () => worker.stop());
      return undefined;
    }
    case 'earner':
    case 'badge':
    case 'collection':
    case 'verification':
      return openSubgraph(role, parts, shutdown);
  }
}

async function openSubgraph(
  name: SubgraphName,
  parts: HubParts,
  shutdown: Shutdown,
): Promise<string> {
  const { config, clock, log, secret } = parts;
  const bell = collectionBell(parts);
  shutdown.onStop('bell', () => bell.close());
  const served = await serveSubgraph(wireSubgraphs(parts, bell)[name](), {
    principals: createPrincipalReader(deriveKey(secret, 'principal'), clock),
    log,
    host: config.host,
    port: config.port,
    bodyBytes: config.limits.bodyBytes + WRAPPING_BYTES,
  });
  shutdown.onStop(name, () => served.close());
  return served.url;
}

async function openRemoteGateway(parts: HubParts, shutdown: Shutdown): Promise<string> {
  const { config, log } = parts;
  const urls = subgraphUrls(config);
  const http = createHttpTransports({
    deadlineMs: 30_000,
    maxResponseBytes: 64 * 1024 * 1024,
    onFailure: (err, subgraph) => {
      log.error({ err, subgraph }, 'a subgraph did not answer');
    },
  });
  shutdown.onStop('subgraph connections', () => http.close());
  const gateway = await openGateway(parts, {
    supergraphSdl: await readFile(supergraphFile, 'utf8'),
    transport: (name) => http.transport(name, urls[name as SubgraphName]),
    unreachable: async () => {
      const answers = await Promise.all(SUBGRAPH_NAMES.map((name) => http.answers(urls[name])));
      return SUBGRAPH_NAMES.filter((_name, index) => answers[index] !== true);
    },
  });
  shutdown.onStop('gateway', () => gateway.close());
  return gateway.url;
}

/** @throws ConfigError naming every address that is missing */
function subgraphUrls(config: Config): Readonly<Record<SubgraphName, string>> {
  const { earnerUrl: earner, badgeUrl: badge, collectionUrl: collection } = config;
  const { verificationUrl: verification } = config;
  const missing = Object.entries({ earner, badge, collection, verification })
    .filter(([, url]) => url === undefined)
    .map(([name]) => `HUB_${name.toUpperCase()}_URL is not set; the gateway needs the address.`);
  if (!earner || !badge || !collection || !verification) throw new ConfigError(missing);
  return {
    earner: graphOf(earner),
    badge: graphOf(badge),
    collection: graphOf(collection),
    verification: graphOf(verification),
  };
}

/** An address without a path means the graph there. */
function graphOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname === '/' ? new URL('/graphql', url).href : url;
}
