import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Clock, Config, Log, PrincipalSigner } from '../src/runtime/index.js';
import { createAuthenticator } from './session/authenticate.js';
import type { Authenticator } from './session/authenticate.js';
import { addressKey, clientAddressReader } from './http/client-address.js';
import { createGraph } from './graph/graph.js';
import type { Graph } from './graph/graph.js';
import { serveGraphOverSse } from './clients/graph-over-sse.js';
import { refuseUpgrade, serveGraphOverWs } from './clients/graph-over-ws.js';
import { GRAPH_PATH, carriesToken, graphRoute } from './clients/graph-route.js';
import { healthRoutes } from './http/health-routes.js';
import type { Route } from './http/http-types.js';
import { listen } from './http/listen.js';
import { createMetrics } from './http/metrics.js';
import type { Metrics } from './http/metrics.js';
import type { GatewayPorts } from './ports.js';
import { createRequestLimits } from './graph/request-limits.js';
import type { RequestLimits } from './graph/request-limits.js';
import { createRouter, urlOf } from './http/router.js';
import { answerRefusal } from './answer-refusal.js';
import { loadSupergraph } from './graph/supergraph.js';
import type { TransportFactory } from './subgraphs/subgraph-transport.js';

/** The settings the gateway reads; `publicUrl` is the origin that browsers see. */
export type GatewayOptions = Pick<
  Config,
  'host' | 'port' | 'production' | 'trustedProxies' | 'drainSeconds' | 'limits'
> & { readonly publicUrl?: Config['publicUrl'] };

export interface GatewayDeps {
  readonly supergraphSdl: string;
  readonly transport: TransportFactory;
  readonly ports: GatewayPorts;
  /** Everything besides `/graphql`, `/healthz` and `/readyz`. */
  readonly routes: RoutesFactory;
  readonly config: GatewayOptions;
  readonly log: Log;
  readonly clock: Clock;
  readonly signer: PrincipalSigner;
  /** Errors of subgraphs leave as they came; for subgraphs that are not ours. */
  readonly passThroughErrors?: boolean;
}

/** What routes besides the graph may use of the gateway. */
export interface GatewayInside {
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly requestLimits: RequestLimits;
  readonly metrics: Metrics;
}

export type RoutesFactory = (inside: GatewayInside) => readonly Route[];

export interface Gateway {
  /** Where it listens. */
  readonly url: string;
  /** Takes nothing new, finishes what runs within the drain time, closes sockets with 1012. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** How often Node looks for connections that ran out of time. */
const TIMEOUT_CHECK_MS = 1_000;
/** Sockets that do not answer the closing handshake are cut. */
const SOCKET_FAREWELL_MS = 1_000;

/**
 * Starts the public surface of the hub: the graph over HTTP, WebSocket and SSE, and the given routes.
 *
 * @throws PortTaken
 */
export async function startGateway(deps: GatewayDeps): Promise<Gateway> {
  const { config, ports, log, clock } = deps;
  const { limits, publicUrl } = config;
  const supergraph = await loadSupergraph(deps.supergraphSdl, deps.transport);
  const requestLimits = createRequestLimits(ports.limits);
  const metrics = createMetrics({ openSockets: () => ws.open() });
  const graph = createGraph({
    supergraph,
    signer: deps.signer,
    requestLimits,
    operationLimits: limits,
    production: config.production,
    passThrough: deps.passThroughErrors ?? false,
    clock,
    log,
    metrics,
  });
  const authenticator = createAuthenticator({
    tokens: ports.tokens,
    clock,
    publicUrl,
    countFailure: (client) => ports.limits.requests.take(addressKey(client)),
  });
  const shared = { graph, authenticator, requestLimits };
  const sse = serveGraphOverSse({ ...shared, clock, streamsPerClient: limits.socketsPerClient });
  const ws = serveGraphOverWs({ ...shared, schema: supergraph.schema, limits, clock, log });
  const inside = { ...shared, metrics };
  const clientAddress = clientAddressReader(config.trustedProxies);

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    createRouter({
      routes: [
        graphRoute({ ...shared, publicUrl }, sse),
        ...healthRoutes(() => ports.ready()),
        ...deps.routes(inside),
      ],
      bodyBytes: limits.bodyBytes,
      isHttps: publicUrl?.startsWith('https:') ?? false,
      clientAddress,
      answerRefusal,
      log,
      metrics,
    }),
  );
  server.on('upgrade', (req, socket, head) => {
    const url = urlOf(req);
    if (url?.pathname !== GRAPH_PATH) refuseUpgrade(socket, 404);
    else if (carriesToken(url)) refuseUpgrade(socket, 400);
    else ws.upgrade(req, socket, head, clientAddress(req).client);
  });

  const url = await listen(server, config.host, config.port);
  return {
    url,
    async close() {
      const closed = stopAccepting(server);
      sse.drain();
      await ws.drain(SOCKET_FAREWELL_MS);
      const finished = new AbortController();
      const timeUp = clock
        .sleep(config.drainSeconds * 1000, finished.signal)
        .catch(() => undefined);
      await Promise.race([closed, timeUp]);
      finished.abort();
      server.closeAllConnections();
      await closed;
      metrics.close();
    },
  };
}

function stopAccepting(server: Server): Promise<void> {
  // A connection is not kept for a next request once its last one is answered.
  server.keepAliveTimeout = 1;
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
