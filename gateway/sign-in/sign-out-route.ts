import type { Route } from '../http-types.js';
import { ask, sendPage, sendSeeOther } from '../web/index.js';
import type { Operation } from '../web/index.js';
import type { SignInOptions } from './options.js';
import { refusalPage } from './refusal-page.js';

/** `/sign-out`: ends the session at the hub, then in the browser. */
export const signOutRoute = (options: SignInOptions): Route => ({
  path: '/sign-out',
  methods: ['POST'],
  async handle(exchange) {
    options.refuseCrossSite(exchange);
    const session = options.cookie.read(exchange.req);
    if (session !== undefined) {
      const reply = await ask({ graph: options.graph, exchange, session }, SIGN_OUT, {});
      // Without the cookie she could not try again, and the session would live on.
      if (reply.kind === 'refused' && reply.code !== 'UNAUTHENTICATED') {
        sendPage(exchange, refusalPage(reply));
        return;
      }
    }
    sendSeeOther(exchange, '/', options.cookie.clear());
  },
});

const SIGN_OUT: Operation<{ readonly signOut: boolean }, Record<never, never>> = {
  query: 'mutation { signOut }',
};
