import type { Exchange } from '../http/http-types.js';
import { html, sendPage } from '../web/index.js';

/** The Baking API for people: a form that asks it. */
export function sendBakerPage(exchange: Exchange): void {
  sendPage(exchange, {
    title: 'Bake a badge',
    body: html`
      <h1>Bake a badge</h1>
      <p class="lead">
        A baked badge is a picture that carries its credential inside: one file to keep, to send and
        to upload to any backpack.
      </p>
      <form class="card" method="get" action="/baker">
        <label for="assertion">Address of the assertion</label>
        <p class="field">
          <input
            id="assertion"
            name="assertion"
            type="url"
            required
            placeholder="https://issuer.example/assertions/1"
          />
          <button>Bake</button>
        </p>
        <p class="quiet">
          The hub fetches the badge from its issuer, bakes it and keeps nothing. It does not say
          whether the badge is valid.
        </p>
      </form>
    `,
  });
}
