import { html } from '../web/index.js';
import type { Html } from '../web/index.js';
import type { AccountPage } from './account-route.js';
import { act, textIn } from './action.js';

interface Me {
  readonly displayName: string | null;
  readonly locale: string | null;
  readonly defaultVisibility: string | null;
  readonly emailDiscovery: boolean | null;
}

/** `/account`: what she says about herself, taking everything along, and leaving. */
export const profilePage: AccountPage<{ readonly me: Me }> = {
  path: '/account',
  title: 'Your account',
  reads: { query: '{ me { displayName locale defaultVisibility emailDiscovery } }' },
  show: ({ me }) => html`
    <form class="card" method="post">
      <h2>What others see</h2>
      <label for="name">Display name</label>
      <div class="field">
        <input
          id="name"
          name="name"
          maxlength="100"
          autocomplete="name"
          value="${me.displayName ?? ''}"
        />
        <button name="do" value="name">Save the name</button>
      </div>
      <p class="quiet">Shown with what you share. Leave it empty to have none.</p>
    </form>
    <form class="card" method="post">
      <h2>Language</h2>
      <label for="locale">Language tag</label>
      <div class="field">
        <input
          id="locale"
          name="locale"
          maxlength="35"
          value="${me.locale ?? ''}"
          aria-describedby="locale-hint"
        />
        <button name="do" value="locale">Save the language</button>
      </div>
      <p class="quiet" id="locale-hint">For example en, de-AT or pt-BR.</p>
    </form>
    <form class="card" method="post">
      <h2>New badges</h2>
      <fieldset>
        <legend>Who may see a badge that you accept from now on?</legend>
        ${VISIBILITIES.map(([value, words]) => radio(value, words, me.defaultVisibility === value))}
      </fieldset>
      <p><button name="do" value="visibility">Save</button></p>
    </form>
    <form class="card" method="post">
      <h2>Being found</h2>
      <p>
        ${
          me.emailDiscovery === true
            ? 'Displayers that know one of your addresses can find your public badges by it.'
            : 'Nobody can find out by an address whether you have a backpack here.'
        }
      </p>
      <input
        type="hidden"
        name="enabled"
        value="${me.emailDiscovery === true ? 'false' : 'true'}"
      />
      <p>
        <button class="plain" name="do" value="discovery">
          ${me.emailDiscovery === true ? 'Stop being found' : 'Let displayers find me'}
        </button>
      </p>
    </form>
    <section class="card" aria-labelledby="take">
      <h2 id="take">Everything of yours</h2>
      <p>
        One JSON file with all the hub knows about you, your badges as their issuers wrote them.
      </p>
      <p><a class="button plain" href="/account/download" download>Download everything</a></p>
    </section>
    <form class="card danger" method="post">
      <h2>Delete the account</h2>
      <p>
        Badges, collections and everything that names you is deleted at once. There is no way back:
        download first what you want to keep.
      </p>
      <label for="confirm">Type your primary address</label>
      <div class="field">
        <input id="confirm" name="confirm" type="email" required autocomplete="off" />
        <button name="do" value="delete">Delete my account</button>
      </div>
    </form>
  `,
  actions: {
    name: {
      operation: {
        query: 'mutation ($name: String) { setDisplayName(displayName: $name) { id } }',
      },
      variables: (form) => ({ name: textOrNull(form, 'name') }),
    },
    locale: {
      operation: { query: 'mutation ($locale: String) { setLocale(locale: $locale) { id } }' },
      variables: (form) => ({ locale: textOrNull(form, 'locale') }),
    },
    visibility: {
      operation: {
        query:
          'mutation ($visibility: Visibility!) { setDefaultVisibility(visibility: $visibility) { id } }',
      },
      variables: (form) => ({ visibility: form.get('visibility') }),
    },
    discovery: {
      operation: { query: 'mutation ($on: Boolean!) { setEmailDiscovery(enabled: $on) { id } }' },
      variables: (form) => ({ on: form.get('enabled') === 'true' }),
    },
    delete: { ...act('deleteAccount', { confirm: 'EmailAddress!' }), leadsTo: '/' },
  },
};

const VISIBILITIES = [
  ['PRIVATE', 'Nobody but me, until I share it'],
  ['UNLISTED', 'Whoever knows its address'],
  ['PUBLIC', 'Everybody'],
] as const;

const radio = (value: string, words: string, isChosen: boolean): Html =>
  html`<p class="choice">
    <input
      type="radio"
      id="${value}"
      name="visibility"
      value="${value}"
      ${isChosen ? html`checked` : undefined}
    />
    <label for="${value}">${words}</label>
  </p>`;

function textOrNull(form: URLSearchParams, name: string): string | null {
  const text = textIn(form, name);
  return text === '' ? null : text;
}
