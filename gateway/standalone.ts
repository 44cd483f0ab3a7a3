import { readFile } from 'node:fs/promises';
import { ANONYMOUS, createLog, readConfig, systemClock } from '../src/runtime/index.js';
import type { Log } from '../src/runtime/index.js';
import { createHttpTransports } from './subgraphs/http-transport.js';
import type { GatewayPorts, Limit } from './ports.js';
import { startGateway } from './start-gateway.js';
import type { Gateway } from './start-gateway.js';

export interface StandaloneOptions {
  /** Any Apollo Federation 2 supergraph; its subgraphs are asked over HTTP at the addresses in it. */
  readonly supergraphFile: string;
  readonly host: string;
  readonly port: number;
  readonly log?: Log;
}

/** Wide enough for every query a person or a tool writes, narrow enough to stop an accident. */
const LIMITS = {
  depth: 100,
  aliases: 1_000,
  directives: 1_000,
  tokens: 100_000,
  cost: 10_000_000,
  socketsPerClient: 1_000,
  operationsPerSocket: 1_000,
  socketMessageBytes: 4 * 1024 * 1024,
} as const;
const DEADLINE_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

const unlimited: Limit = { take: () => Promise.resolve() };

/** There is nobody to sign in, and no hub that would limit or be not ready. */
const ports: GatewayPorts = {
  tokens: { resolve: () => Promise.resolve(null) },
  limits: {
    requests: unlimited,
    requestsWithToken: unlimited,
    pushes: unlimited,
    signIns: unlimited,
    verifications: unlimited,
    lookups: unlimited,
  },
  ready: () => Promise.resolve([]),
};

/** Answers `/graphql` for any supergraph, with no hub around it: everybody is anonymous. */
export async function startStandaloneGateway(options: StandaloneOptions): Promise<Gateway> {
  const { host, port, log = createLog({ level: 'info' }) } = options;
  const defaults = readConfig({});
  const http = createHttpTransports({
    deadlineMs: DEADLINE_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    onFailure: (err, subgraph) => {
      log.warn({ err, subgraph }, 'a subgraph did not answer');
    },
  });
  const gateway = await startGateway({
    supergraphSdl: await readFile(options.supergraphFile, 'utf8'),
    transport: http.transport,
    ports,
    routes: () => [],
    config: { ...defaults, host, port, limits: { ...defaults.limits, ...LIMITS } },
    log,
    clock: systemClock,
    // Foreign subgraphs know no principal; the header says only that nobody is signed in.
    signer: { mint: () => Promise.resolve(ANONYMOUS.kind) },
    passThroughErrors: true,
  });
  return {
    url: gateway.url,
    async close() {
      await gateway.close();
      await http.close();
    },
  };
}
