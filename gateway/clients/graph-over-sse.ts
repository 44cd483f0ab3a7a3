import { createHandler } from 'graphql-sse';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Refusal } from '../../src/errors.js';
import { answer, setRefusalHeaders } from '../http/answer.js';
import type { Authenticator } from '../session/authenticate.js';
import type { Clock } from '../../src/runtime/index.js';
import { lingering } from '../session/lingering.js';
import { errorAnswer } from './error-answer.js';
import { placesPerClient } from './places-per-client.js';
import type { Graph, GraphCall } from '../graph/graph.js';
import type { Exchange } from '../http/http-types.js';
import type { RequestLimits } from '../graph/request-limits.js';

export interface GraphOverSseDeps {
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly requestLimits: RequestLimits;
  readonly clock: Clock;
  /** Open at the same time, per network address. */
  readonly streamsPerClient: number;
}

export interface GraphOverSse {
  handle(exchange: Exchange): Promise<void>;
  /** Ends every stream; clients come back elsewhere with their cursor. */
  drain(): void;
}

const EVENT_STREAM = 'text/event-stream';

/** Does the client want its answer as server-sent events? */
export const wantsEvents = ({ req }: Exchange): boolean =>
  req.headers.accept?.includes(EVENT_STREAM) ?? false;

/**
 * Every kind of operation as server-sent events, one stream for each, by graphql-sse, which also sends
 * a comment every twelve seconds. Source: GraphQL over SSE, "distinct connections mode".
 */
export function serveGraphOverSse(deps: GraphOverSseDeps): GraphOverSse {
  const { graph, authenticator, requestLimits } = deps;
  const streams = new Set<AsyncGenerator<string, void, undefined>>();
  const places = placesPerClient(deps.streamsPerClient);

  const handler = createHandler<Exchange, GraphCall>({
    authenticate: () => null,
    async onSubscribe({ method, context: call }, { query, operationName, variables }) {
      const ready = await graph.prepare({ query, operationName, variables }, call);
      if ('refused' in ready) return errorAnswer(ready.refused);
      const { kind } = ready.operation;
      if (kind === 'mutation' && method === 'GET') {
        const errors = graph.mask(new Refusal('BAD_INPUT', 'Mutations need POST.'), call.requestId);
        return errorAnswer(errors, { status: 405, headers: { allow: 'POST' } });
      }
      const result = await (kind === 'subscription' ? graph.subscribe(ready) : graph.run(ready));
      return result as never;
    },
    // graphql-sse queues what is written; the next item is asked for when the client took this one.
    onNext: (_context, { raw: { res } }) => untilTaken(res),
  });

  const pump = async (
    res: ServerResponse,
    stream: AsyncGenerator<string, void, undefined>,
  ): Promise<void> => {
    const end = (): void => void stream.return();
    // It left while the subscription was opened: there will be no close to hear of any more.
    if (res.destroyed) {
      end();
      return;
    }
    streams.add(stream);
    res.once('close', end);
    try {
      res.flushHeaders();
      for await (const event of stream) res.write(event);
      res.end();
    } finally {
      res.off('close', end);
      streams.delete(stream);
    }
  };

  return {
    async handle(exchange) {
      const { req, res, client, requestId } = exchange;
      const leave = places.take(client);
      try {
        if (!leave) throw new Refusal('RATE_LIMITED', 'Too many event streams are open.');
        const caller = lingering(await authenticator.request(req, client), deps.clock);
        await requestLimits.request(caller);
        const body = req.method === 'POST' ? (await exchange.body()).toString() : null;
        const [answered, { status, headers }] = await handler({
          method: req.method ?? '',
          url: req.url ?? '',
          headers: { get: (name) => headerOf(exchange, name) },
          body,
          raw: exchange,
          context: { caller, requestId },
        });
        for (const name in headers) res.setHeader(name, headers[name] ?? '');
        if (answered === null || typeof answered === 'string') {
          answer(res, status, undefined, answered ?? undefined);
        } else {
          await pump(res, answered);
        }
      } catch (error) {
        if (res.headersSent) {
          res.destroy();
          return;
        }
        if (error instanceof Refusal) setRefusalHeaders(res, error);
        const [text, { status, headers }] = errorAnswer(graph.mask(error, requestId));
        answer(res, status, headers['content-type'], text);
      } finally {
        leave?.();
      }
    },
    drain() {
      for (const stream of streams) void stream.return();
    },
  };
}

/** graphql-sse knows an event stream only when nothing else is accepted. */
function headerOf({ req }: Exchange, name: string): string | undefined {
  if (name === 'accept') return EVENT_STREAM;
  const value = req.headers[name];
  return Array.isArray(value) ? value.join() : value;
}

async function untilTaken(res: ServerResponse): Promise<void> {
  if (!res.writableNeedDrain) return;
  const taken = new AbortController();
  await Promise.race([
    once(res, 'drain', { signal: taken.signal }),
    once(res, 'close', { signal: taken.signal }),
  ]);
  taken.abort();
}
