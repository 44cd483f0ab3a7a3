import type { IncomingMessage } from 'node:http';
import { importRoute } from './import/index.js';
import { bakedBadgeRoute } from './pictures/baked-badge-route.js';
import { bakerRoute } from './pictures/baker-route.js';
import { imageRoute } from './pictures/image-route.js';
import type { GatewayPorts, Limit, Pictures } from './ports.js';
import { readSessionCookie } from './session/session-cookie.js';
import { visitorFor } from './session/visitor.js';
import { signInRoutes } from './sign-in/index.js';
import type { GatewayInside, RoutesFactory } from './start-gateway.js';
import { homeRoute, mailboxRoutes, metricsRoute, playgroundRoutes } from './web/index.js';
import type { GraphClient } from './web/index.js';

export interface PageOptions {
  readonly mailbox: GatewayPorts['mailbox'] | undefined;
  readonly metricsPublic: boolean;
  readonly production: boolean;
  readonly publicUrl: string | undefined;
  readonly pictures: Pictures;
  /** Verifications somebody may ask for. */
  readonly verifications: Limit;
}

/** Everything besides the graph: the start page, pictures, signing in, and what only developers see. */
export function hubPages(options: PageOptions): RoutesFactory {
  const { publicUrl, production, mailbox, metricsPublic, pictures, verifications } = options;
  return (inside) => {
    const graph = graphClient(inside, publicUrl);
    const hasMailbox = mailbox !== undefined;
    const session = (req: IncomingMessage) => readSessionCookie(req, publicUrl);
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
      bakerRoute({ pictures, verifications }),
      ...signInRoutes({ graph, publicUrl, mailbox: hasMailbox, providers: [] }),
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
