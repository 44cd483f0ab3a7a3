import { act, button, textIn, when } from '../account/index.js';
import type { AccountPage } from '../account/index.js';
import { html, nodesOf, shownHost } from '../web/index.js';
import type { Html, Nodes } from '../web/index.js';

interface Client {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly createdAt: string;
  readonly suspendedAt: string | null;
}
interface Blocked {
  readonly issuer: string;
  readonly reason: string;
  readonly since: string;
}
interface Limit {
  readonly name: string;
  readonly uses: number;
  readonly perSeconds: number;
  readonly configured: number;
}
interface Key {
  readonly id: string;
  readonly status: string;
  readonly since: string;
}
interface Jobs {
  readonly planned: number;
  readonly due: number;
  readonly next: readonly { id: string; host: string | null; dueAt: string; tries: number }[];
}
interface Entry {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly on: string;
  readonly details: string | null;
}

interface Hub {
  readonly hubClients: Nodes<Client>;
  readonly blockedIssuers: readonly Blocked[];
  readonly hubLimits: readonly Limit[];
  readonly hubKeys: readonly Key[];
  readonly hubJobs: Jobs;
  readonly hubOperators: readonly { readonly id: string; readonly displayName: string | null }[];
  readonly auditLog: Nodes<Entry>;
}

/** `/operator`: clients, issuers, limits, keys, jobs, operators, and what was done. */
export const operatorPage: AccountPage<Hub> = {
  path: '/operator',
  title: 'Running the hub',
  reads: {
    query: `{
      hubClients(first: 50) { edges { node { id name host createdAt suspendedAt } } }
      blockedIssuers { issuer reason since }
      hubLimits { name uses perSeconds configured }
      hubKeys { id status since }
      hubJobs { planned due next { id host dueAt tries } }
      hubOperators { id displayName }
      auditLog(first: 50) { edges { node { at by action on details } } }
    }`,
  },
  show: (hub) => html`
    <p class="lead">Everything done here is written into the log at the end of this page.</p>
    ${section('Clients', nodesOf(hub.hubClients).map(clientRow))}
    ${section('Blocked issuers', hub.blockedIssuers.map(issuerRow), blockForm)}
    ${section('Limits', hub.hubLimits.map(limitRow))}
    ${section('Signing keys', hub.hubKeys.map(keyRow), button('rotate', 'Rotate the keys now'))}
    ${jobsSection(hub.hubJobs)}
    ${section('Operators', hub.hubOperators.map(operatorRow), appointForm)}
    ${section('What was done', nodesOf(hub.auditLog).map(entryRow))}
  `,
  actions: {
    suspend: act('suspendClient', { id: 'ID!' }),
    resume: act('resumeClient', { id: 'ID!' }),
    remove: act('deleteClientForHub', { id: 'ID!' }),
    run: act('runJobNow', { id: 'ID!' }),
    block: act('blockIssuerForHub', { issuer: 'URL!', reason: 'String!' }),
    unblock: act('unblockIssuerForHub', { issuer: 'URL!' }),
    limit: {
      ...act('setLimit', { name: 'ID!', uses: 'Int!' }),
      variables: (form) => ({ name: textIn(form, 'name'), uses: Number(textIn(form, 'uses')) }),
    },
    reset: act('resetLimit', { name: 'ID!' }),
    rotate: { operation: { query: 'mutation { rotateKey }' }, variables: () => ({}) },
    appoint: act('appointOperator', { earner: 'ID!' }),
    dismiss: act('dismissOperator', { earner: 'ID!' }),
  },
};

function section(title: string, rows: readonly Html[], more?: Html): Html {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return html`<section class="card" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="quiet">None.</p>`
        : html`<ul class="plain-list">
            ${rows}
          </ul>`
    }
    ${more}
  </section>`;
}

const clientRow = ({ id, name, host, createdAt, suspendedAt }: Client): Html =>
  html`<li class="row">
    <div>
      <p>
        <strong>${name}</strong>
        ${suspendedAt === null ? undefined : html`<span class="tag">stopped</span>`}
      </p>
      <p class="quiet">${shownHost(host)}, since ${when(createdAt)}. <code>${id}</code></p>
    </div>
    <div class="buttons">
      ${
        suspendedAt === null
          ? button('suspend', 'Stop', { id }, name)
          : button('resume', 'Let it go on', { id }, name)
      }
      ${button('remove', 'Delete', { id }, name)}
    </div>
  </li>`;

const issuerRow = ({ issuer, reason, since }: Blocked): Html =>
  html`<li class="row">
    <div>
      <p><strong class="long">${issuer}</strong></p>
      <p class="quiet">${reason}. Since ${when(since)}.</p>
    </div>
    ${button('unblock', 'Unblock', { issuer }, issuer)}
  </li>`;

const blockForm = html`<form method="post">
  <label for="issuer">Profile of an issuer, or an origin with a slash at its end</label>
  <div class="field"><input id="issuer" name="issuer" type="url" required maxlength="2000" /></div>
  <label for="reason">Why</label>
  <div class="field">
    <input id="reason" name="reason" required maxlength="500" />
    <button class="plain" name="do" value="block">Block it</button>
  </div>
</form>`;

const limitRow = ({ name, uses, perSeconds, configured }: Limit): Html =>
  html`<li class="row">
    <form method="post" class="row">
      <input type="hidden" name="name" value="${name}" />
      <label for="limit-${name}">${name}, within ${perSeconds} s</label>
      <input id="limit-${name}" name="uses" type="number" min="1" required value="${uses}" />
      <button class="plain" name="do" value="limit" aria-label="Set: ${name}">Set</button>
    </form>
    ${uses === configured ? undefined : button('reset', `Back to ${String(configured)}`, { name }, name)}
  </li>`;

const keyRow = ({ id, status, since }: Key): Html =>
  html`<li>
    <p><span class="tag">${status.toLowerCase()}</span> <code>${id}</code> since ${when(since)}</p>
  </li>`;

const jobsSection = ({ planned, due, next }: Jobs): Html =>
  html`<section class="card" aria-labelledby="jobs">
    <h2 id="jobs">Badges to verify again</h2>
    <p>${planned} planned, ${due} due now.</p>
    <ul class="plain-list">
      ${next.slice(0, 10).map(
        ({ id, host, dueAt, tries }) =>
          html`<li class="row">
            <p>
              <code>${id}</code>
              <span class="quiet">
                ${host ?? 'no server'},
                ${when(dueAt)}${tries === 0 ? undefined : html`, ${tries} times not reached`}
              </span>
            </p>
            ${button('run', 'Run now', { id }, id)}
          </li>`,
      )}
    </ul>
  </section>`;

const operatorRow = ({ id, displayName }: Hub['hubOperators'][number]): Html =>
  html`<li class="row">
    <p>${displayName ?? 'no name'} <code>${id}</code></p>
    ${button('dismiss', 'Dismiss', { earner: id }, displayName ?? id)}
  </li>`;

const appointForm = html`<form method="post">
  <label for="appoint">Id of an earner</label>
  <div class="field">
    <input id="appoint" name="earner" required maxlength="100" />
    <button class="plain" name="do" value="appoint">Make her an operator</button>
  </div>
</form>`;

const entryRow = ({ at, by, action, on, details }: Entry): Html =>
  html`<li>
    <p>
      ${when(at)} <strong>${action}</strong>
      <code>${on}</code> ${details === null ? undefined : html`(${details})`}
      <span class="quiet">by ${by}</span>
    </p>
  </li>`;
