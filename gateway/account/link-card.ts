import { html, shownHost } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';

export interface Link {
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

export interface SentBadge {
  readonly id: string;
  readonly name: string;
}

/** One link: what goes over it or comes over it, and its end. */
export const linkCard = (link: Link, badges: readonly SentBadge[]): Html => {
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
    ${direction === 'SENDS' ? html`${rules(link)}${sendForms(link, badges)}` : issuers(link)}
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

const sendForms = ({ id, hub }: Link, badges: readonly SentBadge[]): Html => {
  const host = new URL(hub).host;
  return html`<form method="post">
      <input type="hidden" name="link" value="${id}" />
      <label for="badge-${id}">Send one badge</label>
      <div class="field">
        <select id="badge-${id}" name="badge" required>
          ${badges.map(({ id: badge, name }) => html`<option value="${badge}">${name}</option>`)}
        </select>
      </div>
      <div class="buttons">
        <button class="plain" name="do" value="send" aria-label="Send to ${host}">Send</button>
      </div>
    </form>
    <form method="post">
      <input type="hidden" name="link" value="${id}" />
      <label for="all-${id}">Send every badge of this issuer, now and later</label>
      <div class="field">
        <input id="all-${id}" name="issuer" type="url" required maxlength="2000" />
      </div>
      <div class="buttons">
        <button class="plain" name="do" value="send-all" aria-label="Send all to ${host}">
          Send all
        </button>
      </div>
    </form>`;
};

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
