import type { LinkPorts } from '../../gateway/index.js';
import { credentialOfOffer } from '../../subgraphs/badge/index.js';
import { keepLink, links, peerToLink } from '../../subgraphs/earner/index.js';
import { Refusal } from '../errors.js';
import {
  MessageRefused,
  readRequestEnvelope,
  thumbprintOf,
  verifyRequest,
} from '../federation/index.js';
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
    async offeredTo({ token, url, offer }) {
      const peer = await askingPeer(token, url, parts);
      return credentialOfOffer({ peer, offer }, { database, links: links(database) });
    },
    async keep(earner, link) {
      const deps = { database, clock, ids, tell: tellPeers(database, clock) };
      await keepLink({ earner, ...link }, deps);
    },
  };
}

/**
 * The peer that signed a request token for this very request.
 * @throws Refusal UNAUTHENTICATED
 */
async function askingPeer(
  token: string,
  url: string,
  { database, clock }: HubParts,
): Promise<string> {
  try {
    const self = new URL(url).origin;
    const envelope = readRequestEnvelope(token, { self });
    const peer = await peerToLink(envelope.iss, database);
    if (peer?.keysAt === undefined) throw new Refusal('UNAUTHENTICATED');
    const keys = { keys: peer.keys };
    const now = clock.now();
    await verifyRequest(envelope, { method: 'GET', url, self, keys, keysAt: peer.keysAt, now });
    return peer.origin;
  } catch (error) {
    // A hub that is blocked and one that was never heard of get the same answer as a forger.
    if (error instanceof MessageRefused) throw new Refusal('UNAUTHENTICATED');
    throw error;
  }
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
