import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomToken, sha256Hex } from '../../src/runtime/index.js';
import type { Visitor } from '../../src/runtime/index.js';
import { browserCookie, readBrowserCookie } from './session-cookie.js';
import { deviceOf } from './device.js';

/** Fields at the root of an operation whose subgraph wants to know from where somebody asks. */
const NEEDS_VISITOR = new Set(['requestSignIn', 'signIn', 'addEmail', 'renewSession']);
/** Those after which the browser is known again: its nonce stands for the code in the mail. */
const LEAVES_NONCE = new Set(['requestSignIn', 'addEmail']);

/** One request, as far as it tells who visits. */
export interface Visit {
  readonly req: Pick<IncomingMessage, 'headers'>;
  readonly client: string;
  /** Where a cookie can be left; absent on sockets. */
  readonly res?: Pick<ServerResponse, 'appendHeader'>;
}

/** Says who visits, where one of these fields wants to know; leaves a nonce where one of them does. */
export function visitorFor(
  rootFields: readonly string[],
  { req, client, res }: Visit,
  publicUrl: string | undefined,
): Visitor | undefined {
  if (!rootFields.some((field) => NEEDS_VISITOR.has(field))) return undefined;
  let nonce = readBrowserCookie(req, publicUrl);
  if (nonce === undefined && res && rootFields.some((field) => LEAVES_NONCE.has(field))) {
    nonce = randomToken();
    res.appendHeader('Set-Cookie', browserCookie(nonce, publicUrl));
  }
  return {
    address: client,
    device: deviceOf(req.headers['user-agent']),
    ...(nonce !== undefined && { browser: sha256Hex(nonce) }),
  };
}
