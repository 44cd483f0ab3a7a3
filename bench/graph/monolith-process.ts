import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createAuthenticator } from '../../gateway/session/authenticate.js';
import { createRequestLimits } from '../../gateway/graph/request-limits.js';
import { requiredSecret } from '../../src/app/check-exposure.js';
import { assembleParts, logOf } from '../../src/app/hub-parts.js';
import { wireGateway } from '../../src/app/wire-gateway.js';
import { createCursorCodec } from '../../src/graphql/index.js';
import { createShutdown, deriveKey, readConfig } from '../../src/runtime/index.js';
import { sharedBadges } from '../../subgraphs/collection/index.js';
import { reportLog } from '../../subgraphs/verification/index.js';
import { createContext } from './monolith-context.js';
import type { MonolithContext } from './monolith-context.js';
import { costPlugin, sizeRule } from './monolith-limits.js';
import { createResolvers } from './monolith-resolvers.js';
import { typeDefs } from './monolith-schema.js';

// One plain Apollo Server with the hub's own loaders, limits and authentication: what the hub would be
// without federation.

const config = readConfig(process.env);
const log = logOf(config);
const shutdown = createShutdown(log);
const secret = requiredSecret(config, 'for a bench');
const parts = await assembleParts(
  config,
  { mongodbUri: config.secrets.mongodbUri ?? '', secret },
  { publicUrl: () => '', log, shutdown },
);
const { database, clock, ids } = parts;
const ports = wireGateway(parts);
const requestLimits = createRequestLimits(ports.limits);
const authenticator = createAuthenticator({
  tokens: ports.tokens,
  clock,
  publicUrl: undefined,
  countFailure: (client) => ports.limits.requests.take(client),
});
const deps = {
  database,
  shared: sharedBadges(database),
  reports: reportLog({ database, clock, ids, recheckHours: config.recheckHours }),
};

const server = new ApolloServer<MonolithContext>({
  typeDefs,
  resolvers: createResolvers(createCursorCodec(deriveKey(secret, 'cursor')), config.limits.page),
  validationRules: [sizeRule(config.limits)],
  parseOptions: { maxLexicalTokens: config.limits.tokens },
  // What nobody uses here would slow every field down.
  plugins: [costPlugin(config.limits), ApolloServerPluginCacheControlDisabled()],
  introspection: false,
  logger: log,
});
const { url } = await startStandaloneServer(server, {
  listen: { host: config.host, port: config.port },
  async context({ req }) {
    const caller = await authenticator.request(req, req.socket.remoteAddress ?? '');
    await requestLimits.request(caller);
    return createContext(deps, await caller.principal(), randomUUID());
  },
});
shutdown.onStop('server', () => server.stop());
process.once('SIGTERM', () => {
  void shutdown.stop('asked to').then(() => process.exit());
});
process.stdout.write(`The monolith is ready at ${new URL(url).origin}\n`);
