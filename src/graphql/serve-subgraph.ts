import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { PRINCIPAL_HEADER } from '../runtime/index.js';
import { Refusal } from '../errors.js';
import type { Subgraph } from './build-subgraph.js';
import type { SubgraphContext } from './context.js';
import { createSubgraphRunner } from './run-subgraph.js';
import type { RunnerDeps } from './run-subgraph.js';
import { refusalToError, toGraphqlError } from './to-graphql-error.js';

export interface ServeSubgraphOptions extends RunnerDeps {
  readonly host: string;
  readonly port: number;
  /** Largest request a gateway may send. */
  readonly bodyBytes: number;
}

export interface ServedSubgraph {
  /** Its origin; the graph is at `/graphql`. */
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/graphql';
/** Leaving, come back in a moment (federation.md 3.4). */
const GOING_AWAY = 1012;

/**
 * Serves a subgraph to gateways in other processes: queries and mutations by @apollo/server over HTTP,
 * streams over graphql-ws. A request without a principal of this hub is refused.
 */
export async function serveSubgraph(
  subgraph: Subgraph,
  options: ServeSubgraphOptions,
): Promise<ServedSubgraph> {
  const { principals, log } = options;
  const apollo = new ApolloServer<SubgraphContext>({
    schema: subgraph.schema,
    introspection: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      {
        requestDidStart: ({ contextValue: { requestId } }) =>
          Promise.resolve({
            willSendResponse: ({ response, errors }) => {
              if (errors === undefined || response.body.kind !== 'single') return Promise.resolve();
              const onBug = (error: unknown): void => {
                log.error({ err: error, subgraph: subgraph.name, requestId }, 'a subgraph failed');
              };
              response.body.singleResult.errors = errors.map((error) =>
                toGraphqlError(error, { requestId, onBug }).toJSON(),
              );
              return Promise.resolve();
            },
          }),
      },
    ],
  });
  await apollo.start();

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      log.error({ err: error, subgraph: subgraph.name }, 'a request to a subgraph failed');
      res.writeHead(500).end();
    });
  });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://subgraph');
    if (url.pathname === '/healthz') {
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      return;
    }
    const body = await readJson(req, options.bodyBytes);
    if (url.pathname !== PATH || body === undefined) {
      res.writeHead(url.pathname === PATH ? 400 : 404).end();
      return;
    }
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(req.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const {
      status,
      headers: given,
      body: content,
    } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: req.method ?? 'GET', headers, search: url.search, body },
      context: async () => ({
        ...(await principals.read(headers.get(PRINCIPAL_HEADER)).catch(asUnauthorized)),
        requestId: headers.get('x-request-id') ?? '',
      }),
    });
    res.writeHead(status ?? 200, Object.fromEntries(given));
    if (content.kind === 'complete') res.end(content.string);
    else {
      for await (const part of content.asyncIterator) res.write(part);
      res.end();
    }
  }

  const sockets = serveStreams(subgraph, server, options);
  const url = await listen(server, options);
  return {
    url,
    async close() {
      await sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await apollo.stop();
    },
  };
}

/** Streams bypass Apollo Server, which would run a subscription as a query. */
function serveStreams(subgraph: Subgraph, server: Server, options: ServeSubgraphOptions) {
  const run = createSubgraphRunner(subgraph, options);
  const sockets = new WebSocketServer({
    server,
    path: PATH,
    perMessageDeflate: false,
    maxPayload: options.bodyBytes,
  });
  useServer<{ [PRINCIPAL_HEADER]?: string; requestId?: string }>(
    {
      schema: subgraph.schema,
      // Closes with 4403 unless this hub's gateway signed who asks.
      onConnect: async ({ connectionParams }) => {
        const principal = connectionParams?.[PRINCIPAL_HEADER];
        return options.principals.read(principal).then(
          () => true,
          () => false,
        );
      },
      // Queries and mutations go over HTTP, through Apollo Server.
      execute: () => ({
        errors: [refusalToError(new Refusal('BAD_INPUT', 'Only subscriptions are answered here.'))],
      }),
      // Not through graphql-js' own subscribe: the runner gives each item a context of its own.
      subscribe: (args) =>
        run(
          {
            document: args.document,
            operationType: 'subscription',
            ...(args.operationName != null && { operationName: args.operationName }),
            ...(args.variableValues && { variables: args.variableValues }),
          },
          args.contextValue as { principal: string | undefined; requestId: string },
        ) as never,
      context: ({ connectionParams }) => ({
        principal: connectionParams?.[PRINCIPAL_HEADER],
        requestId: connectionParams?.requestId ?? '',
      }),
    },
    sockets,
  );
  return {
    async close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Service Restart');
      await new Promise((resolve) => {
        sockets.close(resolve);
      });
    },
  };
}

/** @throws GraphQLError with status 401 */
function asUnauthorized(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  throw new GraphQLError(error.message, {
    extensions: { code: error.code, http: { status: 401 } },
  });
}

async function readJson(req: IncomingMessage, limitBytes: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limitBytes) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function listen(server: Server, { host, port }: ServeSubgraphOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${String(actual)}`);
    });
  });
}
