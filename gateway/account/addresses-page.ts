import { emailField, html, shownHost } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import { done } from './account-route.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';

interface Email {
  readonly address: string;
  readonly verifiedAt: string;
  readonly primary: boolean;
}

/** `/account/addresses`: by which addresses issuers know her. */
export const addressesPage: AccountPage<{ readonly me: { readonly emails: readonly Email[] } }> = {
  path: '/account/addresses',
  title: 'Your addresses',
  reads: { query: '{ me { emails { address verifiedAt primary } } }' },
  show: ({ me }) => html`
    <p class="lead">Badges that issuers send to any of these addresses are yours.</p>
    <ul class="cards">
      ${me.emails.map((email) => row(email, me.emails.length))}
    </ul>
    <form class="card" method="post">
      <h2>Add an address</h2>
      ${emailField(
        html`<button name="do" value="add">Send a link there</button>`,
        'It counts once you open the link in this browser. If the address has a backpack of its own here, both become one.',
      )}
    </form>
  `,
  actions: {
    add: {
      ...act('addEmail', { email: 'EmailAddress!' }, '{ accepted }'),
      says: () => done('A link is on its way. Open it in this browser within 15 minutes.'),
    },
    primary: act('setPrimaryEmail', { email: 'EmailAddress!' }, '{ id }'),
    remove: act('removeEmail', { email: 'EmailAddress!' }, '{ id }'),
  },
};

const row = ({ address, verifiedAt, primary }: Email, count: number): Html =>
  html`<li class="card row">
    <div>
      <p>
        <strong>${shownAddress(address)}</strong>
        ${primary ? html`<span class="tag">primary</span>` : undefined}
      </p>
      <p class="quiet">Confirmed ${when(verifiedAt)}</p>
    </div>
    <div class="buttons">
      ${primary ? undefined : button('primary', 'Make it primary', { email: address }, address)}
      ${count > 1 ? button('remove', 'Remove', { email: address }, address) : undefined}
    </div>
  </li>`;

/** With the domain in both forms where its letters are not ours. */
function shownAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + shownHost(address.slice(at));
}
