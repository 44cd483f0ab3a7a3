import { REFUSALS } from '../../src/errors.js';
import type { RefusalCode } from '../../src/errors.js';
import { html, signInForm } from '../web/index.js';
import type { Page, RefusedReply } from '../web/index.js';

/** Says in a page that something did not work, and what to do now. */
export function refusalPage({ code, retryAfterSeconds }: RefusedReply): Page {
  const { title, says, status = REFUSALS[code].http } = WORDS[code] ?? FAILED;
  return {
    status,
    title,
    referrer: 'same-origin',
    body: html`<h1>${title}</h1>
      <p class="lead">${says}</p>
      ${
        code === 'BAD_TOKEN' || code === 'BAD_INPUT'
          ? html`<section class="card">${signInForm}</section>`
          : html`<p><a href="/">Back to the start</a></p>`
      }`,
    ...(retryAfterSeconds === undefined
      ? {}
      : { headers: { 'retry-after': String(Math.ceil(retryAfterSeconds)) } }),
  };
}

interface Words {
  readonly title: string;
  readonly says: string;
  /** That of the table when absent. */
  readonly status?: number;
}

const FAILED: Words = {
  title: 'This did not work',
  says: 'Something went wrong on our side. Try again in a moment.',
};

const WORDS: Readonly<Partial<Record<RefusalCode, Words>>> = {
  BAD_TOKEN: {
    title: 'This link has done its work',
    says: 'A sign-in link works once, for 15 minutes. Ask for a new one and use the newest mail.',
    // To a browser the link is gone for good; the table's 400 is for programs.
    status: 410,
  },
  BAD_INPUT: {
    title: 'This is not an e-mail address',
    says: 'Look for a typing mistake and try again.',
  },
  RATE_LIMITED: {
    title: 'That was a lot at once',
    says: 'Too many sign-ins were asked for. Wait a while, and look into your mail meanwhile.',
  },
  UNAVAILABLE: {
    title: 'The hub is not complete right now',
    says: 'A part of it does not answer. Nothing is lost; try again in a moment.',
  },
};
