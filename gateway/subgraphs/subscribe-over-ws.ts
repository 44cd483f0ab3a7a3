import type { ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import type { SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Refusal } from '../../src/errors.js';
import { PRINCIPAL_HEADER } from '../../src/runtime/index.js';
import type { SubgraphCaller } from './subgraph-transport.js';

export interface WsSubscription {
  /** The subgraph's HTTP address; its WebSocket answers at the same place. */
  readonly url: URL;
  readonly payload: SubscribePayload;
  readonly caller: SubgraphCaller;
  readonly signal: AbortSignal | undefined;
  /** For opening the connection. */
  readonly deadlineMs: number;
}

const KEEP_ALIVE_MS = 12_000;

/**
 * Opens a subscription at a subgraph, on a connection of its own as each has its own principal. The
 * socket is paused while an item waits to be taken, so a slow client slows its source down and nothing
 * piles up here. It does not reconnect: the client has the cursor and comes back.
 *
 * @throws Error when the subgraph cannot be reached
 */
export async function subscribeOverWs({
  url,
  payload,
  caller,
  signal,
  deadlineMs,
}: WsSubscription): Promise<AsyncIterable<ExecutionResult>> {
  const opened: WebSocket[] = [];
  let waiting = 0;

  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { perMessageDeflate: false, handshakeTimeout: deadlineMs });
        opened.push(this);
      }
    },
    connectionParams: { [PRINCIPAL_HEADER]: caller.principal, requestId: caller.requestId },
    connectionAckWaitTimeout: deadlineMs,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    on: {
      message: ({ type }) => {
        if (type !== 'next') return;
        waiting += 1;
        opened[0]?.pause();
      },
    },
  });
  await connected(client);
  const items = client.iterate(payload);
  const stop = (): void => {
    void items.return?.();
    void client.dispose();
  };
  signal?.addEventListener('abort', stop, { once: true });

  async function* taken(): AsyncGenerator<ExecutionResult> {
    try {
      for await (const item of items) {
        waiting -= 1;
        if (waiting === 0) opened[0]?.resume();
        yield item as ExecutionResult;
      }
    } catch (error) {
      // Errors of the subgraph are an array; anything else is the connection.
      if (!Array.isArray(error)) throw new Refusal('UNAVAILABLE');
      yield { errors: error as never };
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }
  return taken();
}

/** @throws Error when the connection closes before it is open */
function connected(client: ReturnType<typeof createClient>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.on('connected', () => {
      resolve();
    });
    client.on('closed', () => {
      reject(new Error('the subgraph closed the connection'));
    });
  });
}
