import { REFUSALS } from '../../src/errors.js';
import type { Refusal, RefusalCode } from '../../src/errors.js';
import { html, signInForm } from '../web/index.js';
import type { Page } from '../web/index.js';

/** Says in a page why nothing was looked at, and what to do now. */
export function refusalPage({ code, details }: Refusal): Page {
  const { title, says } = WORDS[code] ?? FAILED;
  const { retryAfterSeconds } = details;
  return {
    status: REFUSALS[code].http,
    title,
    referrer: 'same-origin',
    body: html`<h1>${title}</h1>
      <p class="lead">${says}</p>
      ${
        code === 'UNAUTHENTICATED'
          ? html`<section class="card">${signInForm}</section>`
          : html`<p><a href="/import">Try again</a></p>`
      }`,
    headers: {
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(code === 'UNAUTHENTICATED' && { 'www-authenticate': 'Bearer' }),
      // The rest of it was not read.
      ...(code === 'TOO_LARGE' && { connection: 'close' }),
    },
  };
}

interface Words {
  readonly title: string;
  readonly says: string;
}

const FAILED: Words = {
  title: 'This did not work',
  says: 'Something went wrong on our side. Try again in a moment.',
};

const WORDS: Readonly<Partial<Record<RefusalCode, Words>>> = {
  UNAUTHENTICATED: {
    title: 'Sign in first',
    says: 'Your sign-in has ended. Ask for a new link, then import the badge again.',
  },
  FORBIDDEN: {
    title: 'This came from another site',
    says: 'Badges are imported from our own page only.',
  },
  BAD_INPUT: {
    title: 'There is no badge in this',
    says: 'Choose one file, or give one address that starts with http:// or https://.',
  },
  TOO_LARGE: {
    title: 'This file is too large',
    says: 'Badges have at most 2 MiB.',
  },
  RATE_LIMITED: {
    title: 'That was a lot at once',
    says: 'Too many badges were imported from here. Wait a minute and try again.',
  },
  UNAVAILABLE: {
    title: 'The hub is not complete right now',
    says: 'A part of it does not answer. Nothing is lost; try again in a moment.',
  },
};
