import type { Peer } from '../../federation/index.js';
import type { Database, Session } from '../database.js';
import { peerModel } from './peer.model.js';

/** What use cases need to know of a peer. */
export type KnownPeer = Pick<
  Peer,
  'origin' | 'state' | 'name' | 'endpoints' | 'keys' | 'keysAt' | 'breaker'
>;

/** Those of these hubs that are peers, by origin. */
export async function findPeers(
  origins: readonly string[],
  database: Database,
  session: Session | null = null,
): Promise<ReadonlyMap<string, KnownPeer>> {
  const found = await database
    .model(peerModel)
    .find(
      { _id: { $in: [...origins] } },
      { state: 1, name: 1, endpoints: 1, keys: 1, keysAt: 1, breaker: 1 },
      { session },
    )
    .lean();
  return new Map(found.map(({ _id, ...peer }) => [_id, { origin: _id, ...peer }]));
}
