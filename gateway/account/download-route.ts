import { Refusal } from '../../src/errors.js';
import type { Route } from '../http/http-types.js';
import { PRIVATE_HEADERS, ask, sendToSignIn } from '../web/index.js';
import type { Operation } from '../web/index.js';
import type { AccountOptions } from './account-route.js';

/** `/account/download`: everything of hers as one JSON file. */
export const downloadRoute = ({ graph, session }: AccountOptions): Route => ({
  path: '/account/download',
  methods: ['GET'],
  async handle(exchange) {
    const token = session(exchange.req);
    const reply =
      token === undefined ? undefined : await ask({ graph, exchange, session: token }, ARCHIVE, {});
    if (reply === undefined || (reply.kind === 'refused' && reply.code === 'UNAUTHENTICATED')) {
      sendToSignIn(exchange, '/account');
      return;
    }
    if (reply.kind === 'refused') throw new Refusal(reply.code);
    exchange.res.writeHead(200, {
      ...PRIVATE_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="backpack.json"',
    });
    exchange.res.end(JSON.stringify(reply.data.accountArchive, null, 2));
  },
});

const ARCHIVE: Operation<{ readonly accountArchive: unknown }, Record<never, never>> = {
  query: '{ accountArchive }',
};
