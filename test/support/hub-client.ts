import { createClient } from 'graphql-ws';
import type { ExecutionResult } from 'graphql';
import { WebSocket } from 'ws';

export type Variables = Readonly<Record<string, unknown>>;

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphAnswer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
}

/** One operation over HTTP. Rejects when nobody answers. */
export async function askGraph(
  url: string,
  body: { readonly query: string; readonly variables?: Variables | undefined },
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as object), status: response.status };
}

export interface TestStream {
  /** The data of the next item; rejects when the stream is over or the item is an error. */
  next<T>(): Promise<T>;
  /** The code the socket was closed with. */
  readonly closed: Promise<number>;
  end(): void;
}

/** A subscription with the stock graphql-ws client, on a socket of its own; it does not reconnect. */
export function subscribeGraph(
  url: string,
  body: { readonly query: string; readonly variables?: Variables | undefined },
  token?: string,
): TestStream {
  let close: (code: number) => void;
  const closed = new Promise<number>((resolve) => (close = resolve));
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token === undefined ? {} : { token },
    on: { closed: (event) => close((event as { readonly code: number }).code) },
  });
  const { query, variables } = body;
  const items = client.iterate({ query, ...(variables && { variables: { ...variables } }) });
  return {
    async next<T>() {
      const item = (await items.next().catch(rejectWith)) as IteratorResult<ExecutionResult>;
      if (item.done === true) throw new Error('the stream is over');
      if (item.value.errors) throw new Error(JSON.stringify(item.value.errors));
      return item.value.data as T;
    },
    closed,
    end: () => void client.dispose(),
  };
}

/** The library rejects with lists of errors and with events of the socket. */
function rejectWith(cause: unknown): never {
  if (Array.isArray(cause)) throw new Error(JSON.stringify(cause));
  const { code } = cause as { readonly code?: number };
  throw new Error(`the socket closed with ${String(code)}`);
}
