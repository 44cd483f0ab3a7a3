import { parseUrl } from '../../src/parse-url.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** A mail that the development mailbox received. */
export interface MailboxEntry {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Date;
}

/**
 * The mails, newest first. Their HTML is shown in a sandbox that runs and opens nothing, so the links
 * of a mail stand outside of it once more.
 */
export const mailboxPage = (mails: readonly MailboxEntry[]): Html => html`
  <h1>Development mailbox</h1>
  <p class="lead">
    ${
      mails.length === 0
        ? 'No mail yet. What the hub sends while you develop arrives here.'
        : 'What the hub sent, newest first. It is kept in memory and gone after a restart.'
    }
  </p>
  <p><a href="/mailbox">Look again</a></p>
  ${mails.map(article)}
`;

const article = (mail: MailboxEntry): Html =>
  html`<article class="card">
    <h2>${mail.subject}</h2>
    <dl>
      <dt>To</dt>
      <dd>${mail.to}</dd>
      <dt>At</dt>
      <dd><time datetime="${mail.at.toISOString()}">${readable(mail.at)}</time></dd>
    </dl>
    ${linksIn(mail.text).map(link)}
    ${
      mail.html === ''
        ? undefined
        : html`<iframe title="The mail as HTML" sandbox="" srcdoc="${mail.html}"></iframe>`
    }
    <details>
      <summary>Plain text</summary>
      <pre class="wrap">${mail.text}</pre>
    </details>
  </article>`;

const link = (href: string): Html =>
  html`<p><a class="button" href="${href}">Open the link</a></p>
    <p class="quiet"><code>${href}</code></p>`;

/** Each address once; a dot or a bracket behind it belongs to the sentence. */
const linksIn = (text: string): readonly string[] => [
  ...new Set(
    (text.match(/https?:\/\/[^\s<>"]+/g) ?? [])
      .map((found) => found.replace(/[.,;:!?)\]]+$/, ''))
      .filter((address) => parseUrl(address) !== undefined),
  ),
];

const readable = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
