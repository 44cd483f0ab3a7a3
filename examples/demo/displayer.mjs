import { followCollection } from 'backpack-hub/displayer-client';
import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';

/**
 * @typedef {object} Badge
 * @property {string} name
 * @property {{ name: string }} issuer
 * @property {{ verdict: string }} verification
 */
/** @typedef {{ rev: number, kind: string, badge: Badge | null }} Change */
/** @typedef {{ reason: string, badges: readonly (Badge | null)[] }} Snapshot */

const BADGE = 'name issuer { name } verification { verdict }';

/**
 * A displayer that follows a collection over WebSocket and keeps what it is told.
 * @param {string} hub
 * @param {string} collection
 */
export function startDisplayer(hub, collection) {
  const stopped = new AbortController();
  const told = new EventEmitter();
  /** @type {Change[]} */
  const changes = [];
  /** @type {Snapshot[]} */
  const snapshots = [];

  const end = followCollection({
    url: new URL('/graphql', hub).href,
    collection,
    selection: `kind badge { ${BADGE} }`,
    badgeSelection: BADGE,
    webSocketImpl: WebSocket,
    // What does not come over the socket does not come at all.
    fetch: (address, request) =>
      typeof request?.body === 'string' && request.body.includes('collectionChangesSince')
        ? Promise.reject(new Error('no polling in this demo'))
        : fetch(address, request),
    signal: stopped.signal,
    /** @param {Snapshot} snapshot */
    onSnapshotRequired: (snapshot) => void snapshots.push(snapshot),
    /** @param {Change} change */
    onItem: (change) => void changes.push(change),
    saveCursor: () => void told.emit('news'),
  });
  const endedEarly = end.then(() => {
    throw new Error('the displayer follows no more');
  });
  // Reaches whoever waits for news; nobody may be waiting.
  endedEarly.catch(() => undefined);

  /**
   * @template T
   * @param {() => T | undefined} look
   * @returns {Promise<T>}
   */
  const waitFor = async (look) => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await Promise.race([once(told, 'news'), endedEarly]);
    }
  };

  return {
    /** The collection as it was first seen. */
    firstSnapshot: () => waitFor(() => snapshots[0]),
    /** @param {string} kind */
    change: (kind) => waitFor(() => changes.find((change) => change.kind === kind)),
    async stop() {
      stopped.abort();
      await end;
    },
  };
}
