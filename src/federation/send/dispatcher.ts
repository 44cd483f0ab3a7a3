import { afterFailure, roomFor, standingOf } from '../peer/backoff.js';
import type { Peer, PeerState } from '../peer/peer.js';
import type { SendDeps } from './ports.js';
import { sendWindow, stateAfter } from './send-window.js';

/** Peers that are sent to at the same time. */
const PEERS_AT_ONCE = 16;

/** A hub that is not known well enough, or no more, gets nothing. */
const SILENT: readonly PeerState[] = ['BLOCKED', 'GONE'];

export interface Dispatcher {
  /** Begins with every peer that has something to get and is not dealt with already. */
  start(signal: AbortSignal): Promise<void>;
  /** Settles when nothing is being sent. */
  idle(): Promise<void>;
}

/** Sends to all peers, each at its own pace: a slow one holds up nobody else. */
export function createDispatcher(deps: SendDeps, owner: string): Dispatcher {
  const running = new Map<string, Promise<void>>();
  return {
    async start(signal) {
      for (const peer of await deps.outbox.peersToServe(deps.clock.now())) {
        if (signal.aborted || running.size >= PEERS_AT_ONCE) return;
        if (running.has(peer)) continue;
        const run = dispatchTo(peer, deps, { owner, signal })
          .catch((err: unknown) => {
            deps.log.error({ err, peer }, 'a peer could not be sent to');
          })
          .finally(() => running.delete(peer));
        running.set(peer, run);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/**
 * Sends to one peer until nothing waits, it is to be left alone, or `signal` aborts. Only whoever has
 * the lease sends; a lease that is lost costs a message on the wire twice and nothing else.
 */
export async function dispatchTo(
  origin: string,
  deps: SendDeps,
  { owner, signal }: { readonly owner: string; readonly signal: AbortSignal },
): Promise<void> {
  const { outbox, clock } = deps;
  try {
    while (!signal.aborted && (await outbox.lease(origin, owner))) {
      const peer = await outbox.peer(origin);
      if (peer === null || SILENT.includes(peer.state)) return;
      const room = roomFor(peer.breaker, clock.now());
      if (room === 0) return;
      const window = await outbox.ready(peer, room);
      if (window.length === 0 || !(await isAwake(peer, deps))) return;
      if (!(await sendWindow(peer, window, deps))) return;
    }
  } finally {
    await outbox.endLease(origin, owner);
  }
}

/** Whoever failed for a week is asked for its discovery document first, and for nothing else. */
async function isAwake(peer: Peer, deps: SendDeps): Promise<boolean> {
  const { outbox, clock, chance, rediscover } = deps;
  const { origin, breaker } = peer;
  const now = clock.now();
  const standing = standingOf(breaker, now);
  if (standing === 'well' || standing === 'failing') return true;
  if (await rediscover(origin)) return true;
  const state = stateAfter(peer, breaker, now);
  const later = afterFailure(breaker, now, chance());
  await outbox.noteBreaker(peer, later, { ...(state !== undefined && { state }) });
  return false;
}
