import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';
import type { Exchange, Route } from '../http/http-types.js';
import { bearerToken } from '../session/bearer-token.js';
import { refuseCrossSite } from '../session/same-origin.js';
import { PRIVATE_HEADERS, ask, sendPage, sendSeeOther } from '../web/index.js';
import type { GraphClient, Operation } from '../web/index.js';
import { importBadge } from './import-badge.js';
import { IMPORT_FORM } from './import-form.js';
import { readUpload } from './read-upload.js';
import { refusalPage } from './refusal-page.js';
import { resultPage, statusOf } from './result-page.js';

export interface ImportOptions {
  readonly graph: GraphClient;
  /** The access token in the request's session cookie. */
  readonly session: (req: IncomingMessage) => string | undefined;
  /** The origin people see; the one that was asked when undefined. */
  readonly publicUrl: string | undefined;
}

/**
 * `/import`: an earner brings a badge of her own, from a page or with a program. An answer and its
 * report are the graph's; this is the one place where a file may come as it is.
 */
export const importRoute = (options: ImportOptions): Route => ({
  path: '/import',
  methods: ['GET', 'HEAD', 'POST'],
  handle: (exchange) =>
    exchange.req.method === 'POST' ? take(exchange, options) : show(exchange, options),
});

/** The form is of use only to somebody who is signed in; everybody else is led to where that is done. */
async function show(exchange: Exchange, { graph, session: sessionOf }: ImportOptions) {
  const session = sessionOf(exchange.req);
  const reply =
    session === undefined ? SIGNED_OUT : await ask({ graph, exchange, session }, ME, {});
  if (reply.kind === 'refused' && reply.code !== 'UNAUTHENTICATED') {
    sendPage(exchange, refusalPage(new Refusal(reply.code)));
    return;
  }
  const isSignedIn = reply.kind === 'data' && reply.data.me !== null;
  if (isSignedIn) sendPage(exchange, IMPORT_FORM);
  else sendSeeOther(exchange, '/');
}

const SIGNED_OUT = { kind: 'refused', code: 'UNAUTHENTICATED' } as const;

const ME: Operation<{ readonly me: { readonly id: string } | null }, Record<never, never>> = {
  query: 'query { me { id } }',
};

async function take(exchange: Exchange, options: ImportOptions): Promise<void> {
  const { req, res } = exchange;
  const forPeople = /\btext\/html\b/i.test(req.headers.accept ?? '');
  res.setHeader('Vary', 'Accept');
  try {
    const session = accessTokenOf(req, options);
    const upload = await readUpload(exchange);
    const imported = await importBadge(upload, { graph: options.graph, exchange, session });
    if (forPeople) {
      sendPage(exchange, resultPage(imported));
      return;
    }
    const type = { 'content-type': 'application/json; charset=utf-8' };
    res.writeHead(statusOf(imported), { ...PRIVATE_HEADERS, ...type });
    res.end(JSON.stringify(imported));
  } catch (error) {
    if (!forPeople || !(error instanceof Refusal)) throw error;
    sendPage(exchange, refusalPage(error));
  }
}

/**
 * The token a program sends, or that of the page's cookie, which only our own page may use.
 *
 * @throws Refusal UNAUTHENTICATED, FORBIDDEN
 */
function accessTokenOf(
  req: IncomingMessage,
  { session: sessionOf, publicUrl }: ImportOptions,
): string {
  const { authorization } = req.headers;
  if (authorization !== undefined) return bearerToken(authorization);
  const session = sessionOf(req);
  if (session === undefined) throw new Refusal('UNAUTHENTICATED');
  refuseCrossSite(req, publicUrl, 'import badges');
  return session;
}
