import { html, shownHost } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';

interface Link {
  readonly id: string;
  readonly hub: string;
  readonly hubName: string | null;
  readonly direction: 'SENDS' | 'RECEIVES';
  readonly since: string;
  readonly acceptsFrom: readonly string[];
  readonly sendingRules: readonly Rule[];
}

interface Rule {
  readonly id: string;
  readonly issuer: string | null;
  readonly badgeClass: string | null;
}

/** `/account/links`: her backpacks at other hubs, what goes there and what comes from there. */
export const linksPage: AccountPage<{ readonly me: { readonly links: readonly Link[] } }> = {
  path: '/account/links',
  title: 'Links to other hubs',
  reads: {
    query: `{ me { links {
      id hub hubName direction since acceptsFrom sendingRules { id issuer badgeClass } } } }`,
  },
  show: ({ me: { links } }) => html`
    <p class="lead">
      Have a backpack at another hub? Link it, and send badges from here to there. Each one arrives
      as an offer that you answer there.
    </p>
    <ul class="cards">
      ${links.map(card)}
    </ul>
    <form class="card" method="post" action="/account/links/connect">
      <h2>Connect another backpack</h2>
      <label for="hub">Address of the other hub</label>
      <div class="field">
        <input id="hub" name="hub" required maxlength="300" aria-describedby="hub-hint" />
      </div>
      <p class="quiet" id="hub-hint">
        For example backpack.school.example. You sign in there and say yes there.
      </p>
      <div class="buttons"><button>Go there</button></div>
    </form>
  `,
  actions: {
    close: act('closeLink', { link: 'ID!' }),
    accept: act('acceptFromIssuer', { link: 'ID!', issuer: 'URL!' }, '{ id }'),
    'stop-accepting': act('stopAcceptingFromIssuer', { link: 'ID!', issuer: 'URL!' }, '{ id }'),
    'stop-sending': act('stopSendingAllOfAKind', { link: 'ID!', rule: 'ID!' }, '{ id }'),
  },
};

const card = (link: Link): Html => {
  const { id, hub, hubName, direction, since } = link;
  const host = new URL(hub).host;
  return html`<li class="card">
    <div class="row">
      <h2>${shownHost(host)}</h2>
      ${button('close', 'Close', { link: id }, host)}
    </div>
    <p class="quiet">
      ${hubName === null ? undefined : html`It calls itself ${hubName}. `}
      ${direction === 'SENDS' ? 'Badges go there' : 'Badges come from there, as offers,'} since
      ${when(since)}.
    </p>
    ${direction === 'SENDS' ? rules(link) : issuers(link)}
  </li>`;
};

const rules = ({ id, sendingRules }: Link): Html | undefined =>
  sendingRules.length === 0
    ? undefined
    : html`<p>These go there by themselves:</p>
        <ul>
          ${sendingRules.map(({ id: rule, issuer, badgeClass }) => {
            const kind = issuer ?? badgeClass ?? '';
            return html`<li class="row">
              <span class="long">${issuer === null ? 'badge class' : 'issuer'} ${kind}</span>
              ${button('stop-sending', 'Stop', { link: id, rule }, kind)}
            </li>`;
          })}
        </ul>`;

const issuers = ({ id, hub, acceptsFrom }: Link): Html => html`
  ${
    acceptsFrom.length === 0
      ? undefined
      : html`<p>Accepted at once when they are valid and yours, from:</p>
          <ul>
            ${acceptsFrom.map(
              (issuer) =>
                html`<li class="row">
                  <span class="long">${issuer}</span>
                  ${button('stop-accepting', 'Ask me again', { link: id, issuer }, issuer)}
                </li>`,
            )}
          </ul>`
  }
  <form method="post">
    <input type="hidden" name="link" value="${id}" />
    <label for="issuer-${id}">Accept without asking me what this issuer wrote</label>
    <div class="field">
      <input id="issuer-${id}" name="issuer" type="url" required maxlength="2000" />
    </div>
    <div class="buttons">
      <button
        class="plain"
        name="do"
        value="accept"
        aria-label="Accept at once over ${new URL(hub).host}"
      >
        Accept at once
      </button>
    </div>
  </form>
`;
