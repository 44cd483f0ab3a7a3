import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Log } from '../../src/runtime/index.js';
import type { Clock } from '../../src/runtime/index.js';

/** Close codes that graphql-ws leaves to servers (section 3.4 of the federation design). */
export const CLOSE = {
  restart: [1012, 'The hub restarts.'],
  badToken: [4401, 'The token is not valid, or not any more.'],
  expired: [4440, 'The token expired; come back with a fresh one.'],
  tooSlow: [4441, 'The client reads too slowly; come back with the cursor.'],
  bug: [4500, 'Something went wrong on our side.'],
} as const satisfies Record<string, readonly [number, string]>;

const KEEP_ALIVE_MS = 12_000;
/** What may wait in memory for a client that does not read. */
const MOST_BUFFERED_BYTES = 1024 * 1024;

export interface BindOptions<E> {
  readonly server: Server<E>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'debug'>;
}

/**
 * Puts one socket under the graphql-ws protocol. The library's own binding writes to the console and
 * answers an oversized message with 4500; this one logs, and closes for a client that is too slow.
 */
export function bindSocket<E>(socket: WebSocket, extra: E, options: BindOptions<E>): void {
  const { server, log } = options;

  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) {
            resolve();
            return;
          }
          if (socket.bufferedAmount > MOST_BUFFERED_BYTES) socket.close(...CLOSE.tooSlow);
          // A socket that breaks meanwhile is reported by its close event.
          socket.send(data, () => {
            resolve();
          });
        }),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (handle) => {
        socket.on('message', (data: Buffer) => {
          handle(data.toString()).catch((err: unknown) => {
            log.error({ err }, 'a message on a socket met a bug');
            socket.close(...CLOSE.bug);
          });
        });
      },
    },
    extra,
  );

  const stopPinging = keepAlive(socket, options.clock);
  socket.on('error', (err) => {
    log.debug({ err }, 'a socket broke');
  });
  socket.once('close', (code, reason) => {
    stopPinging();
    closed(code, reason.toString()).catch((err: unknown) => {
      log.error({ err }, 'a socket could not be put away');
    });
  });
}

/** Ends a connection whose other side does not answer pings any more. */
function keepAlive(socket: WebSocket, clock: Clock): () => void {
  const stopped = new AbortController();
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const pingForever = async (): Promise<void> => {
    while (isAlive) {
      await clock.sleep(KEEP_ALIVE_MS, stopped.signal);
      if (!isAlive) break;
      isAlive = false;
      socket.ping();
      await clock.sleep(KEEP_ALIVE_MS, stopped.signal);
    }
    socket.terminate();
  };
  // Rejects as soon as the socket is closed.
  pingForever().catch(() => undefined);
  return () => {
    stopped.abort();
  };
}
