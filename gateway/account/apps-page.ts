import { SCOPES, isScope } from '../../src/policy/index.js';
import { html, shownHost } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';

interface App {
  readonly client: { readonly id: string; readonly name: string; readonly host: string };
  readonly scopes: readonly string[];
  readonly since: string;
  readonly lastUsedAt: string | null;
}

/** `/account/apps`: everything that is connected, and one click that ends it. */
export const appsPage: AccountPage<{
  readonly me: { readonly connectedApps: readonly App[] };
}> = {
  path: '/account/apps',
  title: 'Connected apps',
  reads: { query: '{ me { connectedApps { client { id name host } scopes since lastUsedAt } } }' },
  show: ({ me }) =>
    me.connectedApps.length === 0
      ? html`<p class="lead">Nothing is connected to your backpack.</p>`
      : html`<ul class="cards">
          ${me.connectedApps.map(row)}
        </ul>`,
  actions: { disconnect: act('disconnectApp', { client: 'ID!' }) },
};

const row = ({ client, scopes, since, lastUsedAt }: App): Html => {
  const may = scopes.filter(isScope);
  return html`<li class="card">
    <div class="row">
      <h2>${client.name}</h2>
      ${button('disconnect', 'Disconnect', { client: client.id }, client.name)}
    </div>
    <p class="quiet">
      ${shownHost(client.host)}. Connected ${when(since)},
      ${lastUsedAt === null ? 'not used yet' : html`last used ${when(lastUsedAt)}`}.
    </p>
    ${
      may.length === 0
        ? html`<p>It knows who you are, and nothing else.</p>`
        : html`<p>It may</p>
            <ul>
              ${may.map((scope) => html`<li>${SCOPES[scope].says}</li>`)}
            </ul>`
    }
  </li>`;
};
