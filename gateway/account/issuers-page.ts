import { html } from '../web/index.js';
import type { Html } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';

interface Rule {
  readonly issuer: string;
  readonly rule: 'TRUSTED' | 'BLOCKED';
  readonly since: string;
}

/** `/account/issuers`: whose badges are accepted at once, and whose are never shown. */
export const issuersPage: AccountPage<{
  readonly me: { readonly issuerRules: readonly Rule[] };
}> = {
  path: '/account/issuers',
  title: 'Issuers',
  reads: { query: '{ me { issuerRules { issuer rule since } } }' },
  show: ({ me }) => html`
    <p class="lead">
      Badges of an issuer you trust are accepted at once when they are valid and yours. Those of an
      issuer you blocked are never shown to you; it is not told.
    </p>
    <ul class="cards">
      ${me.issuerRules.map(row)}
    </ul>
    <form class="card" method="post">
      <h2>Say something about an issuer</h2>
      <label for="issuer">Address of its profile</label>
      <div class="field">
        <input
          id="issuer"
          name="issuer"
          type="url"
          required
          maxlength="2000"
          aria-describedby="issuer-hint"
        />
      </div>
      <p class="quiet" id="issuer-hint">
        As its badges name it, for example https://school.example/issuer.json
      </p>
      <div class="buttons">
        <button name="do" value="trust">Trust it</button>
        <button class="plain" name="do" value="block">Block it</button>
      </div>
    </form>
  `,
  actions: {
    trust: act('trustIssuer', { issuer: 'URL!' }, '{ id }'),
    block: act('blockIssuer', { issuer: 'URL!' }, '{ id }'),
    forget: act('forgetIssuer', { issuer: 'URL!' }, '{ id }'),
  },
};

const row = ({ issuer, rule, since }: Rule): Html =>
  html`<li class="card row">
    <div>
      <p>
        <strong class="long">${issuer}</strong>
        <span class="tag">${rule === 'TRUSTED' ? 'trusted' : 'blocked'}</span>
      </p>
      <p class="quiet">Since ${when(since)}</p>
    </div>
    ${button('forget', 'Forget', { issuer }, issuer)}
  </li>`;
