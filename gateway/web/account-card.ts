import { emailField } from './email-field.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** What a page knows about its reader; `unknown` when the graph did not say. */
export type Account =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'earner'; readonly name: string }
  | { readonly kind: 'unknown' };

/** Who is signed in, with the way out; or the way in. */
export function accountCard(account: Account): Html {
  switch (account.kind) {
    case 'earner':
      return html`<section class="card" aria-label="Your account">
        <div class="row">
          <p>Signed in as <strong>${account.name}</strong></p>
          <form method="post" action="/sign-out">
            <button class="plain">Sign out</button>
          </form>
        </div>
        <ul class="links">
          <li><a href="/account">Your account</a></li>
          <li><a href="/import">Import a badge</a></li>
        </ul>
      </section>`;
    case 'nobody':
      return html`<section class="card" aria-labelledby="sign-in">
        <h2 id="sign-in">Sign in to your backpack</h2>
        ${signInForm}
      </section>`;
    case 'unknown':
      return html`<section class="card" aria-label="Your account">
        <p>The hub cannot tell right now whether you are signed in. Try again in a moment.</p>
      </section>`;
  }
}

/** Asks for a sign-in link. A page that shows it needs the referrer policy `same-origin`. */
export const signInForm = html`<form method="post" action="/sign-in/request">
  ${emailField(
    html`<button>Send me a link</button>`,
    'No password: the link in the mail signs you in. It works once, for 15 minutes.',
  )}
</form>`;
