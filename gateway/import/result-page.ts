import { VERDICT_MEANINGS } from '../../src/openbadges/index.js';
import type { Outcome } from '../../src/openbadges/index.js';
import { html } from '../web/index.js';
import type { Html, Page } from '../web/index.js';
import type { Imported } from './import-badge.js';

type Finding = Imported['report']['findings'][number];

/** Tells an earner what became of her import, and names every check that did not pass. */
export function resultPage(imported: Imported): Page {
  const { title, lead } = headOf(imported);
  const { verdict, findings } = imported.report;
  const remarkable = findings.filter(({ outcome }) => outcome !== 'PASS');
  const passed = findings.filter(({ outcome }) => outcome === 'PASS');
  return {
    status: statusOf(imported),
    title,
    body: html`<h1>${title}</h1>
      <p class="lead">${lead}</p>
      <section class="card" aria-labelledby="verdict">
        <h2 id="verdict">Verdict: ${verdict}</h2>
        <p>${VERDICT_MEANINGS[verdict]}</p>
        ${remarkable.length === 0 ? undefined : list(remarkable)}
        ${
          passed.length === 0
            ? undefined
            : html`<p class="quiet">Passed: ${passed.map(({ check }) => check).join(', ')}.</p>`
        }
      </section>
      <ul class="links">
        <li><a href="/import">Import another badge</a></li>
        <li><a href="/">Back to the start</a></li>
      </ul>`,
  };
}

/** A refused import is an answer, and a request that was not fulfilled. */
export const statusOf = ({ badge, offer }: Imported): number =>
  badge === null && offer === null ? 422 : 200;

function headOf({ badge, offer, report }: Imported): {
  readonly title: string;
  readonly lead: Html;
} {
  if (badge !== null) {
    return {
      title: 'It is in your backpack',
      lead: html`<bdi>${badge.name}</bdi> is yours, and it is valid. Only you see it until you say
        otherwise.`,
    };
  }
  if (offer !== null) {
    return {
      title: 'It waits in your inbox',
      lead: html`<bdi>${offer.badge.name}</bdi> was issued to you, but it is not valid right now.
        Accept or decline it as you like.`,
    };
  }
  const isForAnother = report.findings.some(
    ({ check, outcome }) => check === 'RECIPIENT' && outcome === 'FAIL',
  );
  return {
    title: 'This badge was not imported',
    lead: isForAnother
      ? html`It was issued to somebody else. If that is another address of yours, sign in with that
        one.`
      : html`Nothing was stored. What is wrong with it is listed here.`,
  };
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  PASS: 'Passed',
  FAIL: 'Failed',
  WARN: 'Warning',
  SKIPPED: 'Skipped',
  UNREACHABLE: 'Not reached',
};

const list = (findings: readonly Finding[]): Html =>
  html`<dl>
    ${findings.map(
      ({ check, outcome, because }) =>
        html`<dt>${OUTCOMES[outcome]}: ${check}</dt>
          <dd><bdi>${because ?? ''}</bdi></dd>`,
    )}
  </dl>`;
