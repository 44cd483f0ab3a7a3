import { addressKey } from '../http/client-address.js';
import type { Exchange, Route } from '../http/http-types.js';
import type { Limit, OAuthPorts } from '../ports.js';
import type { OAuthServer } from './oauth-server.js';

export interface OAuthRoutesOptions {
  readonly server: OAuthServer;
  readonly limits: Pick<OAuthPorts, 'requests' | 'registrations'>;
}

const READ = ['GET', 'HEAD', 'OPTIONS'];

/** The addresses of the OAuth server; what they answer is its library's to say. */
export function oauthRoutes({
  server,
  limits: { requests, registrations },
}: OAuthRoutesOptions): readonly Route[] {
  const at = (path: string, methods: readonly string[], limit?: Limit): Route => ({
    path,
    methods,
    async handle(exchange: Exchange) {
      await limit?.take(addressKey(exchange.client));
      await server.answer(exchange);
    },
  });
  return [
    at('/.well-known/openid-configuration', READ),
    at('/.well-known/oauth-authorization-server', READ),
    at('/oauth/jwks', READ),
    at('/oauth/authorize', ['GET', 'POST'], requests),
    at('/oauth/authorize/:uid', ['GET']),
    at('/oauth/par', ['POST', 'OPTIONS'], requests),
    at('/oauth/token', ['POST', 'OPTIONS'], requests),
    at('/oauth/revoke', ['POST', 'OPTIONS'], requests),
    at('/oauth/introspect', ['POST', 'OPTIONS'], requests),
    at('/oauth/userinfo', ['GET', 'POST', 'OPTIONS'], requests),
    at('/oauth/register', ['POST'], registrations),
    at('/oauth/register/:client', ['GET', 'PUT', 'DELETE'], requests),
  ];
}
