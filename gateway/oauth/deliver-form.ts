import { parseUrl } from '../../src/parse-url.js';
import { html, shownHost } from '../web/index.js';
import type { Html } from '../web/index.js';
import type { Asked } from './interactions.js';

const MOST_ISSUERS = 50;
const LONGEST_URL = 2_000;

/** Another hub asks to deliver badges: what that means, and which issuers need no click of hers. */
export function deliverForm({
  asked: { client },
  hub,
  name,
  wrong,
}: {
  readonly asked: Asked;
  /** Null for whoever is no peer of this hub. */
  readonly hub: { readonly origin: string } | null;
  readonly name: string;
  readonly wrong: string | undefined;
}): Html {
  const host = html`<strong>${shownHost(client.host)}</strong>`;
  if (hub === null) {
    return html`<h1>This hub does not take badges from there</h1>
      <p class="lead">
        ${host} asks to deliver badges to your backpack, and this hub exchanges none with it.
        Whoever runs this hub can change that.
      </p>
      <form method="post">
        <button name="answer" value="refuse">Go back</button>
      </form>`;
  }
  return html`<h1>Take badges from ${shownHost(client.host)}?</h1>
    <p class="lead">
      You asked there to link your two backpacks. From now on ${host} may deliver badges to this
      one, as offers.
    </p>
    ${wrong === undefined ? undefined : html`<p class="alert" role="alert">${wrong}</p>`}
    <form class="card" method="post">
      <ul>
        <li>Every badge waits in your inbox until you accept or decline it.</li>
        <li>This hub checks each badge with its issuer before it is yours.</li>
        <li>
          ${host} learns whether you accepted or declined what it delivered, and nothing else: not
          your name, not your addresses, not what else you keep here.
        </li>
      </ul>
      <label for="issuers">Accept without asking me (you may leave this empty)</label>
      <div class="field">
        <textarea id="issuers" name="issuers" rows="3" aria-describedby="issuers-hint"></textarea>
      </div>
      <p class="quiet" id="issuers-hint">
        Addresses of issuers, one on each line. Their badges are accepted at once when they come
        from there, are valid and were issued to you.
      </p>
      <div class="row">
        <p class="quiet">Signed in as ${name}</p>
        <div class="buttons">
          <button name="answer" value="refuse" class="plain">Refuse</button>
          <button name="answer" value="allow">Allow</button>
        </div>
      </div>
    </form>
    <p class="quiet">You can end this at any time under <a href="/account/links">links</a>.</p>`;
}

/** The issuers she named, one on each line; undefined when one is no web address, or there are too many. */
export function issuersIn(form: URLSearchParams): readonly string[] | undefined {
  const lines = (form.get('issuers') ?? '').split(/\r?\n/).map((line) => line.trim());
  const issuers = lines.filter((line) => line !== '');
  return issuers.length <= MOST_ISSUERS && issuers.every(isWebAddress) ? issuers : undefined;
}

function isWebAddress(text: string): boolean {
  return text.length <= LONGEST_URL && /^https?:$/.test(parseUrl(text)?.protocol ?? '');
}
