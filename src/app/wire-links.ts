import type { LinkPorts } from '../../gateway/index.js';
import { keepLink, peerToLink } from '../../subgraphs/earner/index.js';
import { thumbprintOf } from '../federation/index.js';
import type { HubKey, KeyStatus, PublicJwk } from '../federation/index.js';
import { createSealer, deriveKey, webFetchOf } from '../runtime/index.js';
import type { PublishedKey } from '../runtime/index.js';
import { tellPeers } from '../store/index.js';
import type { OAuthStorage } from '../store/index.js';
import { activeHubKey, federationKeyRing } from './wire.js';
import type { HubParts } from './wire.js';

/** The hub describes itself in a few lines, and answers with two names. */
const MOST_ANSWER_BYTES = 32 * 1024;

/** What linking backpacks needs, bound to this hub's database, keys and network. */
export function linkPorts(parts: HubParts, storage: OAuthStorage): LinkPorts {
  const { database, clock, ids, fetch, secret } = parts;
  const keys = federationKeyRing(parts);
  return {
    publicKeys: async () => ({ keys: (await keys.publicKeys()).map(hubKeyOf) }),
    signingKey: activeHubKey(parts),
    async peer(origin) {
      const peer = await peerToLink(origin, database);
      if (peer === null) return null;
      const { name, endpoints } = peer;
      const authorizationServer = endpoints?.authorizationServer ?? origin;
      return { origin, authorizationServer, ...(name !== undefined && { name }) };
    },
    fetch: webFetchOf(fetch, { maxBytes: MOST_ANSWER_BYTES }),
    sealer: createSealer(deriveKey(secret, 'link-flow')),
    isFresh: (name, lifetimeSeconds) => storage.once('Link', name, lifetimeSeconds),
    async keep(earner, link) {
      const deps = { database, clock, ids, tell: tellPeers(database, clock) };
      await keepLink({ earner, ...link }, deps);
    },
  };
}

/** A key of the key ring as hubs publish theirs. */
function hubKeyOf({ status, jwk }: PublishedKey): HubKey {
  const key = jwk as PublicJwk;
  return {
    kid: thumbprintOf(key),
    alg: 'Ed25519',
    status: status.toLowerCase() as KeyStatus,
    jwk: key,
  };
}
