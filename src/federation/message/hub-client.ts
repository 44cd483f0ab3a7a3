import { HUB_PATHS } from './discovery.js';
import { hubOriginOf } from './hub-origin.js';
import { describeKeys } from './jwks.js';
import type { HubKeys } from './jwks.js';

/** The name of a hub as an OAuth client of others: the address of the document that describes it. */
export const hubClientId = (origin: string): string => origin + HUB_PATHS.client;

/** The hub that a client is; undefined for every other client. */
export function hubOfClient(clientId: string): string | undefined {
  const origin = hubOriginOf(clientId);
  return origin !== undefined && hubClientId(origin) === clientId ? origin : undefined;
}

/**
 * What a hub says of itself to another one's OAuth server (federation.md 2.8, mode L; Client ID Metadata
 * Document). Its keys stand right in it: they are those by which its messages are known.
 */
export function describeHubClient(hub: {
  readonly origin: string;
  readonly name: string;
  readonly redirectUri: string;
  readonly keys: HubKeys;
}): Readonly<Record<string, unknown>> {
  return {
    client_id: hubClientId(hub.origin),
    client_name: hub.name,
    client_uri: hub.origin,
    redirect_uris: [hub.redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    scope: 'bf:deliver',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'Ed25519',
    jwks: { keys: describeKeys(hub.keys).keys.map(({ bf_status: _status, ...key }) => key) },
  };
}
