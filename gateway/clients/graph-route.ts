import { Refusal } from '../../src/errors.js';
import { answer, answerProblem } from '../http/answer.js';
import { serveGraphOverHttp } from './graph-over-http.js';
import type { GraphOverHttpDeps } from './graph-over-http.js';
import { wantsEvents } from './graph-over-sse.js';
import type { GraphOverSse } from './graph-over-sse.js';
import type { Exchange, Route } from '../http/http-types.js';

export const GRAPH_PATH = '/graphql';

const DAY_SECONDS = 86_400;

/**
 * `/graphql` over HTTP. Pages of any site may ask, but never with the session of a browser: without
 * `Access-Control-Allow-Credentials` no cookie comes along and no answer to one can be read.
 */
export function graphRoute(http: GraphOverHttpDeps, sse: GraphOverSse): Route {
  const overHttp = serveGraphOverHttp(http);
  return {
    path: GRAPH_PATH,
    methods: ['GET', 'POST', 'OPTIONS'],
    handle(exchange) {
      const { req, res } = exchange;
      res.setHeader('Access-Control-Allow-Origin', '*');
      if (req.method === 'OPTIONS') {
        answerPreflight(exchange);
        return;
      }
      res.setHeader('Cache-Control', 'no-store');
      if (carriesToken(exchange.url)) {
        const says = 'A token belongs into a header: addresses end up in logs.';
        answerProblem(exchange, new Refusal('BAD_INPUT', says));
        return;
      }
      return wantsEvents(exchange) ? sse.handle(exchange) : overHttp(exchange);
    },
  };
}

/** Is there an access token in the query string? */
export function carriesToken(url: URL): boolean {
  return url.searchParams.has('token') || url.searchParams.has('access_token');
}

function answerPreflight({ res }: Exchange): void {
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  res.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept');
  res.setHeader('Access-Control-Max-Age', String(DAY_SECONDS));
  answer(res, 204, undefined, undefined);
}
