import type { GatewayPorts } from './ports.js';
import { readSessionCookie } from './session/session-cookie.js';
import { signInRoutes } from './sign-in/index.js';
import type { GatewayInside, RoutesFactory } from './start-gateway.js';
import { homeRoute, mailboxRoutes, metricsRoute, playgroundRoutes } from './web/index.js';
import type { GraphClient } from './web/index.js';

export interface PageOptions {
  readonly mailbox: GatewayPorts['mailbox'] | undefined;
  readonly metricsPublic: boolean;
  readonly production: boolean;
  readonly publicUrl: string | undefined;
}

/** Everything besides the graph: the start page, signing in, and what only developers see. */
export function hubPages(options: PageOptions): RoutesFactory {
  const { publicUrl, production, mailbox, metricsPublic } = options;
  return (inside) => {
    const graph = graphClient(inside);
    const hasMailbox = mailbox !== undefined;
    return [
      homeRoute({
        graph,
        session: (req) => readSessionCookie(req, publicUrl),
        publicUrl,
        playground: !production,
        mailbox: hasMailbox,
      }),
      ...signInRoutes({ graph, publicUrl, mailbox: hasMailbox }),
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
function graphClient({ graph, authenticator, requestLimits }: GatewayInside): GraphClient {
  return async (operation, headers, { client, requestId }) => {
    try {
      const caller = await authenticator.request({ headers }, client);
      await requestLimits.request(caller);
      const ready = await graph.prepare(operation, { caller, requestId });
      return 'refused' in ready ? { errors: ready.refused } : await graph.run(ready);
    } catch (error) {
      return { errors: graph.mask(error, requestId) };
    }
  };
}
