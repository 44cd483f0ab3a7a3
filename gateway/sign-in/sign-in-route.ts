import type { Exchange, Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import {
  clearedReturnCookie,
  localPath,
  readReturnCookie,
  readSessionCookie,
  returnCookie,
  sessionCookie,
} from '../session/session-cookie.js';
import { ask, html, readForm, sendPage, sendSeeOther, signInForm } from '../web/index.js';
import type { Html, Operation } from '../web/index.js';
import type { SignInOptions } from './options.js';
import { refusalPage } from './refusal-page.js';
import { SIGN_OUT } from './sign-out-route.js';

/**
 * `/sign-in`: asks for a link; with `?token=…` it is where the mailed link leads. Opening it consumes
 * nothing, since mail scanners open links too; the button on the page signs in. `?return_to=` names the
 * page of ours she wanted to see.
 */
export const signInRoute = (options: SignInOptions): Route => ({
  path: '/sign-in',
  methods: ['GET', 'HEAD', 'POST'],
  handle: (exchange) =>
    exchange.req.method === 'POST' ? consume(options, exchange) : show(options, exchange),
});

function show(options: SignInOptions, exchange: Exchange): void {
  const { searchParams } = exchange.url;
  const token = searchParams.get('token');
  if (token === '') {
    sendPage(exchange, refusalPage(NO_TOKEN));
    return;
  }
  if (token !== null) {
    sendPage(exchange, {
      title: 'Sign in',
      referrer: 'same-origin',
      body: html`<h1>Welcome to your backpack</h1>
        <p class="lead">One press, and you are signed in on this device.</p>
        ${buttonForm(token)}`,
    });
    return;
  }
  const path = localPath(searchParams.get('return_to'));
  sendPage(exchange, {
    title: 'Sign in',
    referrer: 'same-origin',
    body: html`<h1>Sign in to your backpack</h1>
      ${path === undefined ? undefined : html`<p class="lead">Then you go on where you were.</p>`}
      <section class="card" aria-label="By e-mail">${signInForm}</section>
      ${providerButtons(options)}`,
    ...(path !== undefined && { headers: { 'set-cookie': returnCookie(path, options.publicUrl) } }),
  });
}

const buttonForm = (token: string, asksForCode = false): Html =>
  html`<form class="card" method="post" action="/sign-in">
    <input type="hidden" name="token" value="${token}" />
    ${asksForCode ? codeField : undefined}
    <p><button>Sign in</button></p>
    <p class="quiet">You did not ask for this link? Then close this page; nothing happens.</p>
  </form>`;

const codeField = html`<label for="code">The six digits in the same mail</label>
  <div class="field">
    <input
      id="code"
      name="code"
      required
      inputmode="numeric"
      autocomplete="one-time-code"
      pattern="[0-9 ]{6,8}"
      maxlength="8"
    />
  </div>`;

/** The ways in besides the mail. */
const providerButtons = ({ providers }: SignInOptions): Html | undefined =>
  providers.length === 0
    ? undefined
    : html`<section class="card" aria-label="With another account">
        ${providers.map(
          ({ id, name }) =>
            html`<form method="post" action="/sign-in/with/${id}">
              <p><button class="plain">Sign in with ${name}</button></p>
            </form>`,
        )}
      </section>`;

async function consume(options: SignInOptions, exchange: Exchange): Promise<void> {
  refuseCrossSite(exchange.req, options.publicUrl, 'sign people in or out');
  const form = await readForm(exchange);
  const token = form.get('token') ?? '';
  const code = form.get('code')?.trim() ?? null;
  const { graph } = options;
  const reply = token === '' ? NO_TOKEN : await ask({ graph, exchange }, SIGN_IN, { token, code });
  if (reply.kind === 'refused' && reply.code === 'CODE_NEEDED') {
    sendPage(exchange, codePage(token, code !== null));
    return;
  }
  if (reply.kind === 'refused') {
    // What is no token at all reads like one that was used.
    sendPage(exchange, refusalPage(reply.code === 'BAD_INPUT' ? NO_TOKEN : reply));
    return;
  }
  const { accessToken, expiresAt } = reply.data.signIn;
  await signedIn(exchange, { accessToken, expiresAt: new Date(expiresAt) }, options);
}

const codePage = (token: string, wasWrong: boolean) =>
  ({
    status: 401,
    title: 'One thing more',
    referrer: 'same-origin',
    body: html`<h1>One thing more</h1>
      <p class="lead" ${wasWrong ? html`role="alert"` : undefined}>
        ${
          wasWrong
            ? 'These are not the digits in the mail. Look again; after five mistakes the link is dead.'
            : 'You asked for this link in another browser. Type the code that stands in the same mail.'
        }
      </p>
      ${buttonForm(token, true)}`,
  }) as const;

/**
 * Keeps a browser signed in, whatever proved who she is, and sends her on to where she wanted to go. The
 * session this browser had before ends: nobody plants one in it.
 */
export async function signedIn(
  exchange: Exchange,
  { accessToken, expiresAt }: { readonly accessToken: string; readonly expiresAt: Date },
  { graph, publicUrl }: Pick<SignInOptions, 'graph' | 'publicUrl'>,
): Promise<void> {
  const before = readSessionCookie(exchange.req, publicUrl);
  // One that is dead already answers with a refusal, which changes nothing.
  if (before !== undefined) await ask({ graph, exchange, session: before }, SIGN_OUT, {});
  const path = readReturnCookie(exchange.req, publicUrl);
  const cookies = [
    sessionCookie(accessToken, expiresAt, publicUrl),
    ...(path === undefined ? [] : [clearedReturnCookie(publicUrl)]),
  ];
  if (path?.startsWith(OAUTH) !== true) {
    sendSeeOther(exchange, path ?? '/', cookies);
    return;
  }
  // Apps are reached by redirects, and browsers refuse a chain that begins with a form of ours.
  exchange.res.setHeader('set-cookie', cookies);
  sendPage(exchange, {
    title: 'Signed in',
    goOnTo: path,
    body: html`<h1>You are signed in</h1>
      <p><a class="button" href="${path}">Go on</a></p>`,
  });
}

const OAUTH = '/oauth/';

const NO_TOKEN = { kind: 'refused', code: 'BAD_TOKEN', retryAfterSeconds: undefined } as const;

const SIGN_IN: Operation<
  { readonly signIn: { readonly accessToken: string; readonly expiresAt: string } },
  { readonly token: string; readonly code: string | null }
> = {
  query:
    'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { accessToken expiresAt } }',
};
