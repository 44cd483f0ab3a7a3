import { html } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import { done } from './account-route.js';
import type { AccountPage } from './account-route.js';
import { act, textIn } from './action.js';

interface Client {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly redirectUris: readonly string[];
  readonly confidential: boolean;
  readonly createdAt: string;
}
interface Registration {
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** `/developers`: displayers, issuers' servers and apps register here. */
export const developersPage: AccountPage<{ readonly myClients: readonly Client[] }> = {
  path: '/developers',
  title: 'Your clients',
  reads: { query: '{ myClients { id name url redirectUris confidential createdAt } }' },
  show: ({ myClients }) => html`
    <p class="lead">
      Register what you build: a displayer that shows granted collections, a server that pushes
      badges, an app that people connect.
    </p>
    <ul class="cards">
      ${myClients.map(card)}
    </ul>
    <form class="card" method="post">
      <h2>Register a client</h2>
      <label for="name">Name</label>
      <div class="field"><input id="name" name="name" required maxlength="200" /></div>
      <label for="url">Home page</label>
      <div class="field">
        <input id="url" name="url" type="url" required maxlength="2000" placeholder="https://" />
      </div>
      <label for="redirects">Redirect addresses, one on each line</label>
      <div class="field">
        <textarea
          id="redirects"
          name="redirects"
          rows="3"
          aria-describedby="redirects-hint"
        ></textarea>
      </div>
      <p class="quiet" id="redirects-hint">
        Where people come back to after connecting it. None for a client that acts only for itself.
      </p>
      <p class="choice">
        <input type="checkbox" id="confidential" name="confidential" value="yes" checked />
        <label for="confidential">It runs on a server, where it can keep a secret</label>
      </p>
      <p><button name="do" value="register">Register</button></p>
    </form>
  `,
  actions: {
    register: {
      operation: {
        query:
          'mutation ($input: ClientInput!) { registerClient(input: $input) { clientId clientSecret } }',
      },
      variables: (form) => ({
        input: {
          name: textIn(form, 'name'),
          url: textIn(form, 'url'),
          redirectUris: (form.get('redirects') ?? '').split(/\s+/).filter((line) => line !== ''),
          confidential: form.get('confidential') === 'yes',
        },
      }),
      says: (data) => secretShown((data as { registerClient: Registration }).registerClient),
    },
    secret: {
      ...act('renewClientSecret', { id: 'ID!' }, '{ clientId clientSecret }'),
      says: (data) => secretShown((data as { renewClientSecret: Registration }).renewClientSecret),
    },
    delete: act('deleteClient', { id: 'ID!' }),
  },
};

const secretShown = ({ clientId, clientSecret }: Registration): Html =>
  done(
    html`<dl>
        <dt>Client id</dt>
        <dd><code>${clientId}</code></dd>
        ${
          clientSecret === null
            ? undefined
            : html`<dt>Secret</dt>
                <dd><code>${clientSecret}</code></dd>`
        }
      </dl>
      ${clientSecret === null ? undefined : html`<p>Keep the secret now: it is not shown again.</p>`}`,
  );

const card = ({ id, name, url, redirectUris, confidential, createdAt }: Client): Html =>
  html`<li class="card">
    <h2>${name}</h2>
    <dl>
      <dt>Client id</dt>
      <dd><code>${id}</code></dd>
      <dt>Home page</dt>
      <dd>${url}</dd>
      ${redirectUris.map(
        (uri) =>
          html`<dt>Redirect</dt>
            <dd>${uri}</dd>`,
      )}
      <dt>Since</dt>
      <dd>${when(createdAt)}</dd>
    </dl>
    <div class="buttons">
      ${confidential ? button('secret', 'New secret', { id }, name) : undefined}
      ${button('delete', 'Delete', { id }, name)}
    </div>
  </li>`;
