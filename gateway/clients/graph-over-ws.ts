import { handleProtocols, makeServer } from 'graphql-ws';
import type { Context } from 'graphql-ws';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { Refusal } from '../../src/errors.js';
import type { Clock, Log } from '../../src/runtime/index.js';
import type { Authenticator, Caller } from '../session/authenticate.js';
import { lingering } from '../session/lingering.js';
import { CLOSE, bindSocket } from './bind-socket.js';
import { placesPerClient } from './places-per-client.js';
import type { Graph, ReadyOperation } from '../graph/graph.js';
import type { RequestLimits } from '../graph/request-limits.js';

export interface GraphOverWsDeps {
  readonly graph: Graph;
  readonly schema: GraphQLSchema;
  readonly authenticator: Authenticator;
  readonly requestLimits: RequestLimits;
  readonly limits: SocketLimits;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'debug'>;
}

export interface SocketLimits {
  readonly socketsPerClient: number;
  readonly operationsPerSocket: number;
  readonly socketMessageBytes: number;
}

export interface GraphOverWs {
  /** Takes over a connection that asks for a WebSocket. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, client: string): void;
  /** How many sockets are open. */
  open(): number;
  /** Closes every socket with 1012; resolves once they are gone or after the time is up. */
  drain(mostMs: number): Promise<void>;
}

interface Connection {
  readonly socket: WebSocket;
  readonly upgrade: IncomingMessage;
  readonly client: string;
  caller?: Caller;
}

type Payload = Record<string, unknown>;
/** graphql-ws hands these from one step to the next; ours carry the operation that was prepared. */
type ReadyArgs = ExecutionArgs & { readonly contextValue: ReadyOperation };

const INIT_WAIT_MS = 3_000;

/** Every kind of operation over WebSocket, in the protocol `graphql-transport-ws`. */
export function serveGraphOverWs(deps: GraphOverWsDeps): GraphOverWs {
  const { graph, authenticator, limits, clock, log } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const places = placesPerClient(limits.socketsPerClient);

  const server = makeServer<Payload, Connection>({
    connectionInitWaitTimeout: INIT_WAIT_MS,
    async onConnect({ connectionParams, extra }) {
      const { socket, upgrade, client } = extra;
      try {
        const caller = await authenticator.socket(connectionParams, upgrade, client);
        extra.caller = closingWhenGone(lingering(caller, clock), socket, clock);
        return true;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        socket.close(...CLOSE.badToken);
        return false;
      }
    },
    async onSubscribe(context, _id, { query, operationName, variables }) {
      const requestId = randomUUID();
      try {
        const caller = admit(context, limits.operationsPerSocket);
        await deps.requestLimits.request(caller);
        const ready = await graph.prepare(
          { query, operationName, variables },
          { caller, requestId },
        );
        if ('refused' in ready) return ready.refused;
        const { document } = ready.operation;
        return { schema: deps.schema, document, contextValue: ready } satisfies ReadyArgs;
      } catch (error) {
        return graph.mask(error, requestId);
      }
    },
    execute: (args) => graph.run((args as ReadyArgs).contextValue) as never,
    subscribe: (args) => graph.subscribe((args as ReadyArgs).contextValue) as never,
    // Results are fit to leave already; the library would look for methods on their errors.
    onNext: (_context, _id, _payload, _args, result) => result as never,
  });

  const takeOver = (socket: WebSocket, upgrade: IncomingMessage, client: string): void => {
    bindSocket<Connection>(socket, { socket, upgrade, client }, { server, clock, log });
  };

  return {
    open: () => sockets.clients.size,
    upgrade(req, socket, head, client) {
      const leave = places.take(client);
      if (!leave) {
        refuseUpgrade(socket, 429);
        return;
      }
      // Of the connection itself: a handshake that fails gives its place back, too.
      socket.once('close', leave);
      sockets.handleUpgrade(req, socket, head, (opened) => {
        takeOver(opened, req, client);
      });
    },
    async drain(mostMs) {
      const gone = [...sockets.clients].map(
        (socket) =>
          new Promise<void>(
            (resolve) =>
              void socket.once('close', () => {
                resolve();
              }),
          ),
      );
      for (const socket of sockets.clients) socket.close(...CLOSE.restart);
      const late = new AbortController();
      const timeUp = clock.sleep(mostMs, late.signal).catch(() => undefined);
      await Promise.race([Promise.all(gone), timeUp]);
      late.abort();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/** Says no before there is a socket, in HTTP. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  const line = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`;
  socket.end(`${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** @throws Refusal RATE_LIMITED when too much runs on this socket already */
function admit({ extra, subscriptions }: Context<Payload, Connection>, most: number): Caller {
  // The protocol answers nothing before `connection_init`, which set it.
  if (!extra.caller) throw new GraphQLError('The connection is not open yet.');
  // The new one counts already.
  if (Object.keys(subscriptions).length > most) {
    throw new Refusal('RATE_LIMITED', `At most ${String(most)} operations run on one socket.`);
  }
  return extra.caller;
}

/** Closes the socket at the moment its token expires, or when it turns out that it was revoked. */
function closingWhenGone(caller: Caller, socket: WebSocket, clock: Clock): Caller {
  const { expiresAt } = caller;
  if (expiresAt === undefined) return caller;
  const leftMs = (): number => expiresAt.getTime() - clock.now().getTime();
  const closed = new AbortController();
  socket.once('close', () => {
    closed.abort();
  });
  clock.sleep(leftMs(), closed.signal).then(
    () => {
      socket.close(...CLOSE.expired);
    },
    () => undefined,
  );
  return {
    ...caller,
    async principal() {
      try {
        return await caller.principal();
      } catch (error) {
        const [code, reason] = leftMs() > 0 ? CLOSE.badToken : CLOSE.expired;
        if (error instanceof Refusal) socket.close(code, reason);
        throw error;
      }
    },
  };
}
