import type { Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import { clearedSessionCookie, readSessionCookie } from '../session/session-cookie.js';
import { ask, sendPage, sendSeeOther } from '../web/index.js';
import type { Operation } from '../web/index.js';
import type { SignInOptions } from './options.js';
import { refusalPage } from './refusal-page.js';

/** `/sign-out`: ends the session at the hub, then in the browser. */
export const signOutRoute = (options: SignInOptions): Route => ({
  path: '/sign-out',
  methods: ['POST'],
  async handle(exchange) {
    refuseCrossSite(exchange.req, options.publicUrl, 'sign people in or out');
    const session = readSessionCookie(exchange.req, options.publicUrl);
    if (session !== undefined) {
      const reply = await ask({ graph: options.graph, exchange, session }, SIGN_OUT, {});
      // Without the cookie she could not try again, and the session would live on.
      if (reply.kind === 'refused' && reply.code !== 'UNAUTHENTICATED') {
        sendPage(exchange, refusalPage(reply));
        return;
      }
    }
    sendSeeOther(exchange, '/', clearedSessionCookie(options.publicUrl));
  },
});

/** Ends the session it comes with. */
export const SIGN_OUT: Operation<{ readonly signOut: boolean }, Record<never, never>> = {
  query: 'mutation { signOut }',
};
