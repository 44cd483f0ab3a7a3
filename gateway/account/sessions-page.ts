import { html } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountOptions, AccountPage } from './account-route.js';
import { act } from './action.js';

interface Session {
  readonly id: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly current: boolean;
}

interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly connectedAt: string;
}
interface SignIns {
  readonly me: {
    readonly sessions: readonly Session[];
    readonly identities: readonly Identity[];
  };
}

/** `/account/sessions`: where she is signed in. */
export const sessionsPage = (providers: AccountOptions['providers']): AccountPage<SignIns> => ({
  path: '/account/sessions',
  title: 'Where you are signed in',
  reads: {
    query:
      '{ me { sessions { id device address createdAt lastUsedAt current } identities { id issuer connectedAt } } }',
  },
  show: ({ me }) => html`
    <p class="lead">End what you do not know, or do not use any more.</p>
    <ul class="cards">
      ${me.sessions.map(row)}
    </ul>
    ${me.sessions.length > 1 ? button('others', 'End all others') : undefined}
    ${providers.length === 0 ? undefined : elsewhere(me.identities, providers)}
  `,
  actions: {
    end: act('endSession', { id: 'ID!' }),
    others: { operation: { query: 'mutation { endOtherSessions }' }, variables: () => ({}) },
    forget: act('removeIdentity', { id: 'ID!' }),
  },
});

const elsewhere = (identities: readonly Identity[], providers: AccountOptions['providers']): Html =>
  html`<section class="card" aria-labelledby="elsewhere">
    <h2 id="elsewhere">Accounts elsewhere that sign you in</h2>
    <ul class="plain-list">
      ${identities.map(
        ({ id, issuer, connectedAt }) =>
          html`<li class="row">
            <p>
              ${nameOf(issuer, providers)} <span class="quiet">since ${when(connectedAt)}</span>
            </p>
            ${button('forget', 'Forget', { id }, nameOf(issuer, providers))}
          </li>`,
      )}
    </ul>
    ${providers.map(
      ({ id, name }) =>
        html`<form method="post" action="/sign-in/with/${id}">
          <button class="plain">Connect an account at ${name}</button>
        </form>`,
    )}
  </section>`;

const nameOf = (issuer: string, providers: AccountOptions['providers']): string =>
  providers.find((one) => one.issuer === issuer)?.name ?? issuer;

const row = ({ id, device, address, createdAt, lastUsedAt, current }: Session): Html => {
  const name = device ?? 'an unknown device';
  return html`<li class="card row">
    <div>
      <p>
        <strong>${name}</strong> ${current ? html`<span class="tag">this one</span>` : undefined}
      </p>
      <p class="quiet">
        ${address === null ? undefined : html`From ${address}. `}Since ${when(createdAt)}, last used
        ${when(lastUsedAt)}.
      </p>
    </div>
    ${button('end', 'End', { id }, `${name}, since ${createdAt}`)}
  </li>`;
};
