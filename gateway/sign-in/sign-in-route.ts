import type { Exchange, Route } from '../http/http-types.js';
import { sessionCookie } from '../session/session-cookie.js';
import { ask, html, sendPage, sendSeeOther } from '../web/index.js';
import type { Operation } from '../web/index.js';
import type { SignInOptions } from './options.js';
import { readForm } from './read-form.js';
import { refusalPage } from './refusal-page.js';
import { refuseCrossSite } from './refuse-cross-site.js';

/**
 * `/sign-in?token=…`: where the mailed link leads. Opening it consumes nothing, since mail scanners
 * open links too; the button on the page signs in.
 */
export const signInRoute = (options: SignInOptions): Route => ({
  path: '/sign-in',
  methods: ['GET', 'HEAD', 'POST'],
  handle: (exchange) =>
    exchange.req.method === 'POST' ? consume(options, exchange) : show(exchange),
});

function show(exchange: Exchange): void {
  const token = exchange.url.searchParams.get('token') ?? '';
  if (token === '') {
    sendPage(exchange, refusalPage(NO_TOKEN));
    return;
  }
  sendPage(exchange, {
    title: 'Sign in',
    referrer: 'same-origin',
    body: html`<h1>Welcome to your backpack</h1>
      <p class="lead">One press, and you are signed in on this device.</p>
      <form class="card" method="post" action="/sign-in">
        <input type="hidden" name="token" value="${token}" />
        <p><button autofocus>Sign in</button></p>
        <p class="quiet">You did not ask for this link? Then close this page; nothing happens.</p>
      </form>`,
  });
}

async function consume(options: SignInOptions, exchange: Exchange): Promise<void> {
  refuseCrossSite(exchange, options.publicUrl);
  const token = (await readForm(exchange)).get('token') ?? '';
  const { graph } = options;
  const reply = token === '' ? NO_TOKEN : await ask({ graph, exchange }, SIGN_IN, { token });
  if (reply.kind === 'refused') {
    // What is no token at all reads like one that was used.
    sendPage(exchange, refusalPage(reply.code === 'BAD_INPUT' ? NO_TOKEN : reply));
    return;
  }
  const { accessToken, expiresAt } = reply.data.signIn;
  sendSeeOther(exchange, '/', sessionCookie(accessToken, new Date(expiresAt), options.publicUrl));
}

const NO_TOKEN = { kind: 'refused', code: 'BAD_TOKEN', retryAfterSeconds: undefined } as const;

const SIGN_IN: Operation<
  { readonly signIn: { readonly accessToken: string; readonly expiresAt: string } },
  { readonly token: string }
> = {
  query: 'mutation ($token: String!) { signIn(token: $token) { accessToken expiresAt } }',
};
