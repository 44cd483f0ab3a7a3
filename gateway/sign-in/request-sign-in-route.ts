import type { Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import { ask, html, readForm, sendPage } from '../web/index.js';
import type { Operation } from '../web/index.js';
import type { SignInOptions } from './options.js';
import { refusalPage } from './refusal-page.js';

/** `/sign-in/request`: mails a sign-in link. The page is the same for every address, known or not. */
export const requestSignInRoute = (options: SignInOptions): Route => ({
  path: '/sign-in/request',
  methods: ['POST'],
  async handle(exchange) {
    refuseCrossSite(exchange.req, options.publicUrl, 'sign people in or out');
    const email = ((await readForm(exchange)).get('email') ?? '').trim();
    const reply = await ask({ graph: options.graph, exchange }, REQUEST_SIGN_IN, { email });
    if (reply.kind === 'refused') {
      sendPage(exchange, refusalPage(reply));
      return;
    }
    sendPage(exchange, {
      title: 'Look into your mail',
      body: html`<h1>Look into your mail</h1>
        <p class="lead">A sign-in link is on its way. It works once, for 15 minutes.</p>
        <p class="quiet">Nothing there? Look into the spam folder, then ask for another link.</p>
        <p>
          ${
            options.mailbox
              ? html`<a href="/mailbox">Read the development mailbox</a>`
              : html`<a href="/">Back to the start</a>`
          }
        </p>`,
    });
  },
});

const REQUEST_SIGN_IN: Operation<
  { readonly requestSignIn: { readonly accepted: boolean } },
  { readonly email: string }
> = {
  query: 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }',
};
