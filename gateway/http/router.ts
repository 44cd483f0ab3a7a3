import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../../src/errors.js';
import { parseUrl } from '../../src/parse-url.js';
import type { Log } from '../../src/runtime/index.js';
import { setSecurityHeaders } from './answer.js';
import type { AnswerRefusal } from './answer.js';
import type { ClientAddress } from './client-address.js';
import type { Exchange, Route } from './http-types.js';
import { matchPath } from './match-path.js';
import type { Metrics } from './metrics.js';
import { readBody } from './read-body.js';

export interface RouterOptions {
  readonly routes: readonly Route[];
  readonly bodyBytes: number;
  readonly isHttps: boolean;
  readonly clientAddress: (req: IncomingMessage) => ClientAddress;
  /** What a route did not answer itself. */
  readonly answerRefusal: AnswerRefusal;
  readonly log: Pick<Log, 'error'>;
  readonly metrics: Pick<Metrics, 'countRequest'>;
}

/** Only the path counts, so the host is a placeholder; undefined for a target that is no path. */
export function urlOf(req: IncomingMessage): URL | undefined {
  const target = req.url ?? '';
  return target.startsWith('/') ? parseUrl(`http://hub${target}`) : undefined;
}

interface Found {
  readonly route: Route;
  readonly params: Exchange['params'];
}

/** Finds the route by the path: an exact one wins over one with `:name` segments. */
export function createRouter(options: RouterOptions) {
  const { log, answerRefusal } = options;
  const isPattern = ({ path }: Route): boolean => path.includes('/:');
  const patterns = options.routes.filter(isPattern);
  const exact = new Map<string, Found>(
    options.routes
      .filter((route) => !isPattern(route))
      .map((route) => [route.path, { route, params: {} }]),
  );

  const find = (pathname: string): Found | undefined => {
    const found = exact.get(pathname);
    if (found) return found;
    for (const route of patterns) {
      const params = matchPath(route.path, pathname);
      if (params) return { route, params };
    }
    return undefined;
  };

  const handle = async (exchange: Exchange, route: Route | undefined): Promise<void> => {
    const { req, res } = exchange;
    if (!route) {
      answerRefusal(exchange, new Refusal('NOT_FOUND'));
      return;
    }
    if (!route.methods.includes(req.method ?? '')) {
      res.setHeader('Allow', route.methods.join(', '));
      const says = `This address answers ${route.methods.join(', ')}.`;
      answerRefusal(exchange, new Refusal('BAD_INPUT', says), 405);
      return;
    }
    await route.handle(exchange);
  };

  return (req: IncomingMessage, res: ServerResponse): void => {
    const requestId = randomUUID();
    setSecurityHeaders(res, options.isHttps);
    res.setHeader('X-Request-Id', requestId);
    const url = urlOf(req);
    const found = url && find(url.pathname);
    res.once('close', () => {
      options.metrics.countRequest(found?.route.path ?? 'other', res.statusCode);
    });
    const exchange: Exchange = {
      req,
      res,
      url: url ?? new URL('http://hub/'),
      params: found?.params ?? {},
      ...options.clientAddress(req),
      requestId,
      body: (limitBytes = options.bodyBytes) => readBody(req, limitBytes),
    };
    if (!url) {
      answerRefusal(exchange, new Refusal('BAD_INPUT', 'This is no path.'));
      return;
    }
    handle(exchange, found?.route).catch((error: unknown) => {
      if (!(error instanceof Refusal)) log.error({ err: error, requestId }, 'a request met a bug');
      answerRefusal(exchange, error instanceof Refusal ? error : new Refusal('INTERNAL'));
    });
  };
}
