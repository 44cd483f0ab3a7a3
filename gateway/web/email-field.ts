import { html } from './html.js';
import type { Html } from './html.js';

/** Asks for an address to which a link is mailed; `hint` says what the link does. */
export const emailField = (button: Html, hint: string): Html =>
  html`<label for="email">E-mail address</label>
    <div class="field">
      <input
        id="email"
        name="email"
        type="email"
        required
        maxlength="254"
        autocomplete="email"
        aria-describedby="email-hint"
      />
      ${button}
    </div>
    <p class="quiet" id="email-hint">${hint}</p>`;
