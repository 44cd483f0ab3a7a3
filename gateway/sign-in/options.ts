import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../http-types.js';
import type { Graph } from '../web/index.js';

/** What the sign-in pages are given. */
export interface SignInOptions {
  readonly graph: Graph;
  readonly cookie: {
    /** The access token in the request's session cookie. */
    read(req: IncomingMessage): string | undefined;
    /** The `Set-Cookie` of a new session. */
    set(accessToken: string, expiresAt: Date): string;
    /** The `Set-Cookie` that ends the session in the browser. */
    clear(): string;
  };
  /** With or without a cookie: signing somebody in from another site would be an attack too. @throws Refusal FORBIDDEN */
  readonly refuseCrossSite: (exchange: Exchange) => void;
  /** Shows the way to the development mailbox. */
  readonly mailbox: boolean;
}
