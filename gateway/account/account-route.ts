import type { IncomingMessage } from 'node:http';
import { REFUSALS, Refusal } from '../../src/errors.js';
import type { Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import { sessionCookie } from '../session/session-cookie.js';
import { ask, html, readForm, sendPage, sendSeeOther, sendToSignIn } from '../web/index.js';
import type { Asking, GraphClient, Html, Operation, RefusedReply } from '../web/index.js';
import { accountNav } from './account-nav.js';
import type { Action } from './action.js';

export interface AccountOptions {
  readonly graph: GraphClient;
  /** The access token in the request's session cookie. */
  readonly session: (req: IncomingMessage) => string | undefined;
  readonly publicUrl: string | undefined;
  /** OpenID providers people may sign in with. */
  readonly providers: readonly {
    readonly id: string;
    readonly name: string;
    readonly issuer: string;
  }[];
}

/** A page about her account: what it reads, how it shows that, and what its buttons do. */
export interface AccountPage<Data> {
  readonly path: string;
  readonly title: string;
  readonly reads: Operation<Data, Record<never, never>>;
  show(data: Data): Html;
  /** By the value of the pressed button's `do`. */
  readonly actions: Readonly<Record<string, Action>>;
}

/**
 * The frame of every account page: only for whoever is signed in, forms only from our own pages, what went
 * wrong is said in the page, and what went well leads back to it.
 */
export function accountRoute<Data>(page: AccountPage<Data>, options: AccountOptions): Route {
  const { publicUrl } = options;

  const show = async (asking: Asking, said?: Said): Promise<void> => {
    const reply = await ask(asking, page.reads, {});
    if (reply.kind === 'refused') {
      // A page for others only does not exist for her.
      if (reply.code === 'FORBIDDEN') throw new Refusal('NOT_FOUND');
      if (reply.code !== 'UNAUTHENTICATED') throw new Refusal(reply.code);
      sendToSignIn(asking.exchange, page.path);
      return;
    }
    sendPage(asking.exchange, {
      ...(said && { status: said.status }),
      title: page.title,
      referrer: 'same-origin',
      body: html`${accountNav(page.path)}
        <h1>${page.title}</h1>
        ${said?.words} ${page.show(reply.data)}`,
    });
  };

  const act = async (asking: Asking): Promise<void> => {
    const { exchange } = asking;
    const form = await readForm(exchange);
    const name = form.get('do') ?? '';
    const action = Object.hasOwn(page.actions, name) ? page.actions[name] : undefined;
    if (action === undefined) throw new Refusal('BAD_INPUT', 'There is no such button.');
    const reply = await ask(asking, action.operation, action.variables(form));
    if (reply.kind === 'refused' && reply.code === 'UNAUTHENTICATED') {
      sendToSignIn(exchange, page.path);
    } else if (reply.kind === 'refused') {
      await show(asking, refusalSaid(reply));
    } else if (action.says) {
      await show(asking, { status: 200, words: action.says(reply.data) });
    } else {
      const cookie = action.renews && (await renewed(asking, publicUrl));
      sendSeeOther(exchange, action.leadsTo ?? page.path, cookie);
    }
  };

  return {
    path: page.path,
    methods: ['GET', 'HEAD', 'POST'],
    async handle(exchange) {
      const isPressed = exchange.req.method === 'POST';
      if (isPressed) refuseCrossSite(exchange.req, publicUrl, 'press this button');
      const session = options.session(exchange.req);
      if (session === undefined) {
        sendToSignIn(exchange, page.path + exchange.url.search);
        return;
      }
      const asking = { graph: options.graph, exchange, session };
      await (isPressed ? act(asking) : show(asking));
    },
  };
}

interface Said {
  readonly status: number;
  readonly words: Html;
}

const refusalSaid = ({ code, says }: RefusedReply): Said => ({
  status: REFUSALS[code].http,
  words: html`<p class="alert" role="alert">${says ?? REFUSALS[code].says}</p>`,
});

/** A word about what was done. */
export const done = (words: Html | string): Html =>
  html`<div class="done" role="status">
    ${typeof words === 'string' ? html`<p>${words}</p>` : words}
  </div>`;

async function renewed(asking: Asking, publicUrl: string | undefined): Promise<string | undefined> {
  const reply = await ask(asking, RENEW, {});
  if (reply.kind === 'refused') return undefined;
  const { accessToken, expiresAt } = reply.data.renewSession;
  return sessionCookie(accessToken, new Date(expiresAt), publicUrl);
}

const RENEW: Operation<
  { readonly renewSession: { readonly accessToken: string; readonly expiresAt: string } },
  Record<never, never>
> = { query: 'mutation { renewSession { accessToken expiresAt } }' };
