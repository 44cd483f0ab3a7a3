import { randomToken } from '../../src/runtime/index.js';
import type { Exchange } from '../http/http-types.js';
import { html, markupOf, ownMarkup } from './html.js';
import type { Html } from './html.js';
import { ICON, LOGO } from './logo.js';
import { PAGE_STYLE } from './page-style.js';

export interface Page {
  /** 200 when absent. */
  readonly status?: number;
  readonly title: string;
  /** The content, from its `h1` on. */
  readonly body: Html;
  /**
   * Where browsers may say they come from. A page with a form needs `same-origin`: without any
   * referrer its POST carries `Origin: null`, and the cross-site check cannot know it as our own.
   */
  readonly referrer?: 'same-origin';
  /** Styles in foreign markup that the page frames; the page's own style carries a nonce. */
  readonly foreignStyles?: true;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another origin that a form of this page leads on to in the end: browsers check each redirect. */
  readonly formLeadsTo?: string;
  /** A page of ours the browser goes on to by itself. */
  readonly goOnTo?: string;
}

export interface RenderedPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A whole HTML page that runs no script, loads nothing and is never cached. */
export function renderPage(page: Page): RenderedPage {
  const nonce = randomToken();
  const styles = page.foreignStyles === true ? `'unsafe-inline'` : `'nonce-${nonce}'`;
  const targets = ["'self'", ...(page.formLeadsTo === undefined ? [] : [page.formLeadsTo])];
  return {
    status: page.status ?? 200,
    headers: {
      ...page.headers,
      ...PRIVATE_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src ${styles}; img-src data:; ` +
        `form-action ${targets.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': page.referrer ?? 'no-referrer',
    },
    body: markupOf(frame(page, nonce)),
  };
}

export function sendPage({ res }: Exchange, page: Page): void {
  const { status, headers, body } = renderPage(page);
  res.writeHead(status, headers);
  res.end(body);
}

/** Sends the browser on to a page of ours. */
export function sendSeeOther({ res }: Exchange, path: string, cookie?: string | string[]): void {
  const headers = { ...PRIVATE_HEADERS, location: path };
  res.writeHead(303, cookie === undefined ? headers : { ...headers, 'set-cookie': cookie });
  res.end();
}

/** To where she signs in, and from there back to this page of ours. */
export function sendToSignIn(exchange: Exchange, path: string): void {
  sendSeeOther(exchange, `/sign-in?return_to=${encodeURIComponent(path)}`);
}

/** For answers that belong to one reader: nobody keeps, sniffs or embeds them. */
export const PRIVATE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const frame = (page: Page, nonce: string): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${page.goOnTo === undefined ? undefined : html`<meta http-equiv="refresh" content="0; url=${page.goOnTo}" />`}
        <title>${page.title === NAME ? NAME : `${page.title} – ${NAME}`}</title>
        <link rel="icon" href="${ICON}" />
        <style nonce="${nonce}">
          ${ownMarkup(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top"><a class="brand" href="/">${ownMarkup(LOGO)} ${NAME}</a></header>
        <main id="main" tabindex="-1">${page.body}</main>
        <footer class="bottom">An open backpack for Open Badges.</footer>
      </body>
    </html>`;

const NAME = 'Backpack Hub';
