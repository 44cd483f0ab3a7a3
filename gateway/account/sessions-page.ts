import { html } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';

interface Session {
  readonly id: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly current: boolean;
}

/** `/account/sessions`: where she is signed in. */
export const sessionsPage: AccountPage<{
  readonly me: { readonly sessions: readonly Session[] };
}> = {
  path: '/account/sessions',
  title: 'Where you are signed in',
  reads: { query: '{ me { sessions { id device address createdAt lastUsedAt current } } }' },
  show: ({ me }) => html`
    <p class="lead">End what you do not know, or do not use any more.</p>
    <ul class="cards">
      ${me.sessions.map(row)}
    </ul>
    ${me.sessions.length > 1 ? button('others', 'End all others') : undefined}
  `,
  actions: {
    end: {
      operation: { query: 'mutation ($id: ID!) { endSession(id: $id) }' },
      variables: (form) => ({ id: form.get('id') ?? '' }),
    },
    others: { operation: { query: 'mutation { endOtherSessions }' }, variables: () => ({}) },
  },
};

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
