import type { IncomingMessage } from 'node:http';
import type { Clock, Log } from '../src/runtime/index.js';
import { accountRoutes } from './account/index.js';
import { operatorRoutes } from './operator/index.js';
import { importRoute } from './import/index.js';
import { bakedBadgeRoute } from './pictures/baked-badge-route.js';
import { bakerRoute } from './pictures/baker-route.js';
import { imageRoute } from './pictures/image-route.js';
import { linkRoutes } from './links/index.js';
import { oauthServerRoutes } from './oauth/index.js';
import type { HubPorts } from './ports.js';
import { readSessionCookie } from './session/session-cookie.js';
import { visitorFor } from './session/visitor.js';
import { providerRoutes, signInRoutes } from './sign-in/index.js';
import type { GatewayInside, RoutesFactory } from './start-gateway.js';
import { homeRoute, mailboxRoutes, metricsRoute, playgroundRoutes } from './web/index.js';
import type { GraphClient } from './web/index.js';

export interface PageOptions {
  readonly ports: HubPorts;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly metricsPublic: boolean;
  readonly production: boolean;
  readonly publicUrl: string | undefined;
}

/** Everything besides the graph: the start page, pictures, signing in, and what only developers see. */
export function hubPages(options: PageOptions): RoutesFactory {
  const { publicUrl, production, ports, metricsPublic, clock } = options;
  const { mailbox, pictures } = ports;
  return (inside) => {
    const graph = graphClient(inside, publicUrl);
    const hasMailbox = mailbox !== undefined;
    const session = (req: IncomingMessage) => readSessionCookie(req, publicUrl);
    const account = { graph, session, publicUrl, providers: ports.providers.list };
    const signedIn = async (req: IncomingMessage) => {
      const token = session(req);
      const found = token === undefined ? null : await ports.tokens.resolve(token);
      return found?.principal.kind === 'earner' ? found.principal.earner : undefined;
    };
    return [
      homeRoute({
        graph,
        session,
        publicUrl,
        playground: !production,
        mailbox: hasMailbox,
      }),
      imageRoute(pictures),
      bakedBadgeRoute({ ...inside, pictures }),
      bakerRoute({ pictures, verifications: ports.limits.verifications }),
      ...signInRoutes({ graph, publicUrl, mailbox: hasMailbox, providers: ports.providers.list }),
      ...providerRoutes({
        ports: ports.providers,
        graph,
        clock,
        log: options.log,
        publicUrl,
        origin: ports.publicUrl,
        signedInEarner: signedIn,
      }),
      ...oauthServerRoutes({
        ports: ports.oauth,
        graph,
        clock,
        session,
        signedIn,
        publicUrl,
        origin: ports.publicUrl,
      }),
      ...linkRoutes({
        ports: ports.links,
        requests: ports.limits.requests,
        clock,
        log: options.log,
        publicUrl,
        origin: ports.publicUrl,
        signedInEarner: signedIn,
      }),
      ...accountRoutes(account),
      ...operatorRoutes(account),
      importRoute({ graph, session, publicUrl }),
      metricsRoute({
        metrics: inside.metrics,
        everybody: metricsPublic,
      }),
      ...(production ? [] : playgroundRoutes()),
      ...(mailbox ? mailboxRoutes({ mailbox, publicUrl }) : []),
    ];
  };
}

/** The pages are clients of the graph like any other, with its limits, only without a socket between. */
function graphClient(
  { graph, authenticator, requestLimits }: GatewayInside,
  publicUrl: string | undefined,
): GraphClient {
  return async (operation, headers, exchange) => {
    const { client, requestId } = exchange;
    try {
      const caller = await authenticator.request({ headers }, client);
      await requestLimits.request(caller);
      const ready = await graph.prepare(operation, {
        caller,
        requestId,
        visitor: (rootFields) => visitorFor(rootFields, exchange, publicUrl),
      });
      return 'refused' in ready ? { errors: ready.refused } : await graph.run(ready);
    } catch (error) {
      return { errors: graph.mask(error, requestId) };
    }
  };
}
