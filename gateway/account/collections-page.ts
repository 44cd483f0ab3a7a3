import { html, nodesOf } from '../web/index.js';
import type { Html, Nodes } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';

interface Grant {
  readonly id: string;
  readonly displayer: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}
interface Collection {
  readonly id: string;
  readonly name: string;
  readonly visibility: string;
  readonly grants: readonly Grant[] | null;
}

/** `/account/collections`: which displayer may see which collection. */
export const collectionsPage: AccountPage<{
  readonly me: { readonly collections: Nodes<Collection> };
}> = {
  path: '/account/collections',
  title: 'Who sees your collections',
  reads: {
    query: `{ me { collections(first: 100) { edges { node {
      id name visibility grants { id displayer grantedAt revokedAt } } } } } }`,
  },
  show: ({ me }) => {
    const collections = nodesOf(me.collections);
    if (collections.length === 0) return html`<p class="lead">You have no collections yet.</p>`;
    return html`<ul class="cards">
      ${collections.map(card)}
    </ul>`;
  },
  actions: {
    grant: act('grantCollection', { collection: 'ID!', displayer: 'ID!' }, '{ id }'),
    revoke: act('revokeGrant', { id: 'ID!' }, '{ id }'),
  },
};

const SEEN_BY: Readonly<Record<string, string>> = {
  PRIVATE: 'Nobody else sees it, but those below.',
  UNLISTED: 'Whoever knows its address sees it.',
  PUBLIC: 'Everybody sees it.',
};

const card = ({ id, name, visibility, grants }: Collection): Html => {
  const active = grants?.filter(({ revokedAt }) => revokedAt === null) ?? [];
  return html`<li class="card">
    <h2>${name}</h2>
    <p class="quiet">${SEEN_BY[visibility]}</p>
    ${
      active.length === 0
        ? undefined
        : html`<ul class="plain-list">
            ${active.map(
              (grant) =>
                html`<li class="row">
                  <p>
                    <code>${grant.displayer}</code>
                    <span class="quiet">since ${when(grant.grantedAt)}</span>
                  </p>
                  ${button('revoke', 'Revoke', { id: grant.id }, `${grant.displayer} for ${name}`)}
                </li>`,
            )}
          </ul>`
    }
    <form method="post">
      <input type="hidden" name="collection" value="${id}" />
      <label for="to-${id}">Let a displayer see it: its client id</label>
      <div class="field">
        <input id="to-${id}" name="displayer" required maxlength="2000" />
        <button class="plain" name="do" value="grant" aria-label="Grant: ${name}">Grant</button>
      </div>
    </form>
  </li>`;
};
