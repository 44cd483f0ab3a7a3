import type { PeerState } from '../../../src/federation/index.js';
import { findPeers } from '../../../src/store/index.js';
import type { Database, KnownPeer } from '../../../src/store/index.js';

/** Hubs that proved themselves; one that is failing now will come back. */
const LINKABLE: readonly PeerState[] = ['ACTIVE', 'LIMITED', 'DEGRADED', 'DORMANT'];

/** The hub as a peer that backpacks may be linked with; null for any other hub, blocked or unheard of. */
export async function peerToLink(origin: string, database: Database): Promise<KnownPeer | null> {
  const peer = (await findPeers([origin], database)).get(origin);
  return peer !== undefined && LINKABLE.includes(peer.state) ? peer : null;
}
