import { html } from '../web/index.js';
import type { Page } from '../web/index.js';

/** Where an earner brings a badge of hers: as a file, or by its address. */
export const IMPORT_FORM: Page = {
  title: 'Import a badge',
  referrer: 'same-origin',
  body: html`<h1>Import a badge</h1>
    <p class="lead">
      Bring a badge that was issued to you, from wherever it is now. It is verified first; if it is
      valid, it is in your backpack at once.
    </p>
    <form class="card" method="post" action="/import" enctype="multipart/form-data">
      <h2>From a file</h2>
      <label for="badge">Badge file</label>
      <div class="field">
        <input
          id="badge"
          name="badge"
          type="file"
          required
          accept=".png,.svg,.json,.jsonld,.jws,.txt,image/png,image/svg+xml,application/json"
          aria-describedby="badge-hint"
        />
        <button>Import the file</button>
      </div>
      <p class="quiet" id="badge-hint">
        A picture with the badge in it (PNG or SVG), or the badge as JSON or JWS; at most 2 MiB.
      </p>
    </form>
    <form class="card" method="post" action="/import" enctype="multipart/form-data">
      <h2>From an address</h2>
      <label for="url">Address of the badge</label>
      <div class="field">
        <input
          id="url"
          name="url"
          type="url"
          required
          maxlength="2048"
          autocomplete="off"
          aria-describedby="url-hint"
        />
        <button>Import from there</button>
      </div>
      <p class="quiet" id="url-hint">
        Where its issuer hosts it, or where a picture with the badge in it is.
      </p>
    </form>`,
};
