import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../src/runtime/index.js';
import type { Route } from '../http/http-types.js';
import type { OAuthPorts } from '../ports.js';
import type { GraphClient } from '../web/index.js';
import { consentRoute } from './consent-route.js';
import { createInteractions } from './interactions.js';
import { oauthRoutes } from './oauth-routes.js';
import { createOAuthServer } from './oauth-server.js';

export interface OAuthOptions {
  readonly ports: OAuthPorts;
  readonly graph: GraphClient;
  readonly clock: Clock;
  /** The access token in the request's session cookie. */
  readonly session: (req: IncomingMessage) => string | undefined;
  /** The earner whose session this browser has. */
  readonly signedIn: (req: IncomingMessage) => Promise<string | undefined>;
  /** The configured origin; the address the hub listens on when undefined. */
  readonly publicUrl: string | undefined;
  /** The origin people see; known once the hub listens. */
  readonly origin: () => string;
}

/** The hub's OAuth 2.1 and OpenID Connect server, with the page on which people answer. */
export function oauthServerRoutes(options: OAuthOptions): readonly Route[] {
  const { ports, signedIn, clock, origin } = options;
  const server = createOAuthServer({ ports, signedIn, clock, publicUrl: origin });
  const interactions = createInteractions(server, origin);
  return [
    ...oauthRoutes({ server, limits: ports }),
    consentRoute({ ...options, hubs: ports.hubs, interactions }),
  ];
}
