import { html } from '../web/index.js';
import type { Html } from '../web/index.js';

const PAGES = [
  ['/account', 'You'],
  ['/account/addresses', 'Addresses'],
  ['/account/sessions', 'Sessions'],
  ['/account/apps', 'Apps'],
  ['/account/issuers', 'Issuers'],
  ['/account/collections', 'Sharing'],
  ['/account/links', 'Links'],
  ['/developers', 'Developers'],
] as const;

/** The way between the account pages. */
export const accountNav = (current: string): Html =>
  html`<nav class="tabs" aria-label="Your account">
    <ul>
      ${PAGES.map(([path, name]) =>
        path === current
          ? html`<li><a href="${path}" aria-current="page">${name}</a></li>`
          : html`<li><a href="${path}">${name}</a></li>`,
      )}
    </ul>
  </nav>`;

/** A date as people read it, in the hub's time zone. */
export const when = (date: string): Html =>
  html`<time datetime="${date}">${date.slice(0, 16).replace('T', ' ')} UTC</time>`;

/** A button by itself, for one thing. */
export const button = (
  what: string,
  words: string,
  fields: Readonly<Record<string, string>> = {},
  about?: string,
): Html =>
  html`<form method="post">
    ${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button
      class="plain"
      name="do"
      value="${what}"
      ${about === undefined ? undefined : html`aria-label="${words}: ${about}"`}
    >
      ${words}
    </button>
  </form>`;
