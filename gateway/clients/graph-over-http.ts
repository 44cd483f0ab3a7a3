import { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-http';
import { Refusal } from '../../src/errors.js';
import { answer, setRefusalHeaders } from '../http/answer.js';
import type { Authenticator } from '../session/authenticate.js';
import { visitorFor } from '../session/visitor.js';
import { errorAnswer } from './error-answer.js';
import type { ErrorAnswer } from './error-answer.js';
import type { Graph, GraphCall } from '../graph/graph.js';
import type { Exchange } from '../http/http-types.js';
import type { RequestLimits } from '../graph/request-limits.js';

export interface GraphOverHttpDeps {
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly requestLimits: RequestLimits;
  readonly publicUrl: string | undefined;
}

const RESPONSE_JSON = 'application/graphql-response+json';
/** Codes for which the status follows from what the client accepts (GraphQL over HTTP, section 6.4). */
const BY_MEDIA_TYPE = new Set(['BAD_INPUT', 'TOO_COMPLEX']);

/**
 * Queries and mutations over GET and POST. The protocol (media types, statuses, parameters) is
 * graphql-http's; the operation, its checks and its run are the graph's.
 * Source: GraphQL over HTTP, draft; batches are not part of it and are refused.
 */
export function serveGraphOverHttp(deps: GraphOverHttpDeps) {
  const { graph, authenticator, requestLimits } = deps;

  const handler = createHandler<Exchange, GraphCall>({
    // The library's own complaints about parameters are plain errors; ours are fit to leave already.
    formatError: (error) =>
      error instanceof Error && !(error instanceof GraphQLError)
        ? new GraphQLError(error.message, { extensions: { code: 'BAD_INPUT' } })
        : error,
    async onSubscribe({ raw, method, context: call }, params) {
      const ready = await graph.prepare(params, call);
      if ('refused' in ready) return refused(raw, ready.refused);
      const { kind } = ready.operation;
      if (kind === 'subscription') {
        const says = 'Subscriptions need a WebSocket, or Accept: text/event-stream.';
        return refused(raw, graph.mask(new Refusal('BAD_INPUT', says), call.requestId));
      }
      if (kind === 'mutation' && method === 'GET') return mutationByGet(graph, call);
      const result = await graph.run(ready);
      if ('data' in result) return result as never;
      return refused(raw, (result.errors ?? []) as readonly GraphQLError[]);
    },
  });

  return async (exchange: Exchange): Promise<void> => {
    const { req, res, client, requestId } = exchange;
    try {
      const caller = await authenticator.request(req, client);
      await requestLimits.request(caller);
      const body = req.method === 'POST' ? (await exchange.body()).toString() : null;
      const [text, { status, headers }] = await handler({
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body,
        raw: exchange,
        context: {
          caller,
          requestId,
          visitor: (rootFields) => visitorFor(rootFields, exchange, deps.publicUrl),
        },
      });
      for (const name in headers) res.setHeader(name, headers[name] ?? '');
      answer(res, status, undefined, text ?? undefined);
    } catch (error) {
      if (error instanceof Refusal) setRefusalHeaders(res, error);
      const errors = graph.mask(error, requestId);
      const [text, { status, headers }] = errorAnswer(errors, mediaTypeFor(exchange));
      answer(res, status, headers['content-type'], text);
    }
  };
}

/** Errors before anything was run: a mistake in the operation, or a refusal with its own status. */
function refused(
  exchange: Exchange,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] | ErrorAnswer {
  const isMistake = errors.every(({ extensions }) => BY_MEDIA_TYPE.has(String(extensions['code'])));
  return isMistake ? errors : errorAnswer(errors, mediaTypeFor(exchange));
}

function mediaTypeFor({ req }: Exchange): { mediaType?: string } {
  return req.headers.accept?.includes(RESPONSE_JSON) ? { mediaType: RESPONSE_JSON } : {};
}

function mutationByGet(graph: Graph, { requestId }: GraphCall): ErrorAnswer {
  const errors = graph.mask(new Refusal('BAD_INPUT', 'Mutations need POST.'), requestId);
  return errorAnswer(errors, { status: 405, headers: { allow: 'POST' } });
}
