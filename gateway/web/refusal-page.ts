import type { IncomingMessage } from 'node:http';
import { REFUSALS } from '../../src/errors.js';
import type { Refusal } from '../../src/errors.js';
import { html } from './html.js';
import type { Page } from './page.js';

/** Does a person read the answer? Programs that take anything do not name HTML. */
export const readsPages = ({ headers }: IncomingMessage): boolean =>
  /\btext\/html\b/.test(headers.accept ?? '');

/** Says in a page that an address did not do what was asked of it. */
export function refusalPage({ code, message }: Refusal, status?: number): Page {
  const title = code === 'NOT_FOUND' ? 'There is nothing here' : 'This did not work';
  return {
    status: status ?? REFUSALS[code].http,
    title,
    body: html`<h1>${title}</h1>
      <p class="lead">${message}</p>
      <p><a href="/">Back to the start</a></p>`,
  };
}
