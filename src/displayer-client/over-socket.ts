import { createClient } from 'graphql-ws';
import type { SubscribePayload } from 'graphql-ws';
import { FollowError, Lost } from './errors.js';
import { tokenFrom } from './options.js';
import type { Reach, WebSocketImpl } from './options.js';
import type { Result } from './result.js';

export interface SocketEvents {
  /** The hub took the connection. */
  readonly onOpen: () => void;
  /** The connection still stood after a while. */
  readonly onAlive: () => void;
}

const PING_MS = 12_000;
const SILENCE_MS = 30_000;
/** More than this waiting for the application are left to the hub, which keeps them anyway. */
const MOST_WAITING = 1_000;
const UNAUTHORIZED = 4401;

/**
 * One subscription on one connection, until either ends. The library's own reconnecting is not used: it
 * would send the first cursor again, give up at codes that pass, and come back at once after a normal
 * closure.
 * @throws FollowError UNAUTHENTICATED; Lost when the connection could not be opened or did not hold
 */
export async function* resultsOverSocket<Data>(
  payload: SubscribePayload,
  reach: Reach,
  { onOpen, onAlive }: SocketEvents,
): AsyncGenerator<Result<Data>, void, void> {
  const { signal, silenceMs = SILENCE_MS } = reach;
  const sockets: InstanceType<WebSocketImpl>[] = [];
  let waiting = 0;
  let ended: Error | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      leave(new Lost('The connection fell silent.'));
    }, silenceMs);
  };
  const leave = (because: Error): void => {
    ended ??= because;
    clearTimeout(silence);
    // `throw` wakes who waits for the next result, `return` puts the subscription away.
    void results.throw?.(ended);
    void results.return?.();
    sockets[0]?.close();
  };
  const stop = (): void => {
    leave(new Lost('Stopped.'));
  };

  const client = createClient({
    url: reach.url.replace(/^http/, 'ws'),
    webSocketImpl: class extends implOf(reach) {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    },
    connectionParams: async () => {
      const token = await tokenFrom(reach);
      return token === undefined ? {} : { token };
    },
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      connecting: heard,
      connected: onOpen,
      message: ({ type }) => {
        if (ended) return;
        heard();
        if (type === 'pong') onAlive();
        if (type === 'next') waiting += 1;
        if (waiting > MOST_WAITING) leave(new Lost('The application is behind.'));
      },
      closed: (event) => {
        const { code } = event as { readonly code?: number };
        leave(
          code === UNAUTHORIZED
            ? new FollowError('UNAUTHENTICATED', 'The hub refuses the token.')
            : new Lost(`The connection closed with ${String(code)}.`),
        );
      },
    },
  });
  const results = client.iterate<Data>(payload);
  signal.addEventListener('abort', stop, { once: true });

  try {
    for await (const result of results) {
      waiting -= 1;
      yield result as Result<Data>;
    }
  } catch (error) {
    // A refused operation comes as its errors; anything else is the connection.
    if (Array.isArray(error)) yield { errors: error as never };
    else ended ??= new Lost('The connection broke.');
  } finally {
    signal.removeEventListener('abort', stop);
    leave(ended ?? new Lost('The hub ended the subscription.'));
  }
  if (ended) throw ended;
}

/** @throws TypeError on a platform that has none, when none is given */
function implOf({ webSocketImpl }: Reach): WebSocketImpl {
  const impl = webSocketImpl ?? (globalThis as { WebSocket?: WebSocketImpl }).WebSocket;
  if (impl) return impl;
  throw new TypeError('There is no WebSocket here; pass `webSocketImpl`, for instance of "ws".');
}
