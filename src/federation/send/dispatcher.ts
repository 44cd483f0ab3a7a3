import type { PeerState } from '../peer/peer.js';
import type { SendDeps } from './ports.js';
import { sendWindow } from './send-window.js';

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
  const { outbox, clock, rules } = deps;
  try {
    while (!signal.aborted && (await outbox.lease(origin, owner))) {
      const peer = await outbox.peer(origin);
      if (peer === null || SILENT.includes(peer.state)) return;
      if (!rules.mayTry(peer.breaker, clock.now())) return;
      const isProbe = peer.breaker.state !== 'CLOSED';
      const window = await outbox.ready(peer, isProbe ? 1 : peer.breaker.concurrency);
      if (window.length === 0) return;
      if (!(await sendWindow(peer, window, deps))) return;
    }
  } finally {
    await outbox.endLease(origin, owner);
  }
}
