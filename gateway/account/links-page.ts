import { html, nodesOf, shownHost } from '../web/index.js';
import type { Html, Nodes } from '../web/index.js';
import { button, when } from './account-nav.js';
import type { AccountPage } from './account-route.js';
import { act } from './action.js';
import { linkCard } from './link-card.js';
import type { Link, SentBadge } from './link-card.js';

interface Sending {
  readonly id: string;
  readonly name: string;
  readonly hub: string;
  readonly state: keyof typeof STATES;
  readonly since: string;
}

interface Offer {
  readonly id: string;
  readonly deliveredBy: string | null;
  readonly badge: { readonly name: string; readonly issuerName: string };
}

interface Data {
  readonly me: {
    readonly links: readonly Link[];
    readonly sendings: Nodes<Sending>;
    readonly inbox: Nodes<Offer>;
    readonly quarantine: Nodes<Offer>;
    readonly badges: Nodes<SentBadge>;
  };
}

const STATES = {
  QUEUED: 'waits to be sent',
  UNREACHABLE: 'waits, since the other hub does not answer',
  DELIVERED: 'is delivered',
  ACCEPTED: 'is accepted',
  DECLINED: 'is declined',
  WITHDRAWN: 'is taken back',
  REFUSED: 'is refused by the other hub',
  CANCELLED: 'was not sent',
  EXPIRED: 'was not answered',
} as const;

/** What can still be taken back. */
const OPEN: readonly string[] = ['QUEUED', 'UNREACHABLE', 'DELIVERED'];

const OFFER = 'edges { node { id deliveredBy badge { name issuerName } } }';

/** `/account/links`: her backpacks at other hubs, what goes there and what comes from there. */
export const linksPage: AccountPage<Data> = {
  path: '/account/links',
  title: 'Links to other hubs',
  reads: {
    query: `{ me {
      links { id hub hubName direction since acceptsFrom sendingRules { id issuer badgeClass } }
      sendings(first: 50) { edges { node { id name hub state since } } }
      inbox(first: 100) { ${OFFER} } quarantine(first: 50) { ${OFFER} }
      badges(first: 100) { edges { node { id name } } } } }`,
  },
  show: ({ me }) => html`
    <p class="lead">
      Have a backpack at another hub? Link it, and send badges from here to there. Each one arrives
      as an offer that you answer there.
    </p>
    ${offers('Waiting for your answer', nodesOf(me.inbox))}
    ${offers('Kept aside', nodesOf(me.quarantine))}
    <ul class="cards">
      ${me.links.map((link) => linkCard(link, nodesOf(me.badges)))}
    </ul>
    ${sendings(nodesOf(me.sendings))}
    <form class="card" method="post" action="/account/links/connect">
      <h2>Connect another backpack</h2>
      <label for="hub">Address of the other hub</label>
      <div class="field">
        <input id="hub" name="hub" required maxlength="300" aria-describedby="hub-hint" />
      </div>
      <p class="quiet" id="hub-hint">
        For example backpack.school.example. You sign in there and say yes there.
      </p>
      <div class="buttons"><button>Go there</button></div>
    </form>
  `,
  actions: {
    close: act('closeLink', { link: 'ID!' }),
    send: act('sendBadge', { badge: 'ID!', link: 'ID!' }, '{ id }'),
    withdraw: act('withdrawBadge', { sending: 'ID!' }, '{ id }'),
    'send-all': act('sendAllOfAKind', { link: 'ID!', issuer: 'URL!' }),
    'stop-sending': act('stopSendingAllOfAKind', { link: 'ID!', rule: 'ID!' }, '{ id }'),
    accept: act('acceptFromIssuer', { link: 'ID!', issuer: 'URL!' }, '{ id }'),
    'stop-accepting': act('stopAcceptingFromIssuer', { link: 'ID!', issuer: 'URL!' }, '{ id }'),
    'accept-offer': act('acceptOffer', { id: 'ID!' }, '{ id }'),
    'decline-offer': act('declineOffer', { id: 'ID!' }, '{ id }'),
  },
};

/** What other hubs delivered; what was pushed here has no place on this page. */
function offers(title: string, waiting: readonly Offer[]): Html | undefined {
  const delivered = waiting.flatMap(({ deliveredBy, ...offer }) =>
    deliveredBy === null ? [] : [{ ...offer, host: new URL(deliveredBy).host }],
  );
  if (delivered.length === 0) return undefined;
  return html`<section class="card">
    <h2>${title}</h2>
    <ul>
      ${delivered.map(
        ({ id, badge, host }) =>
          html`<li class="row">
            <div>
              <p><strong>${badge.name}</strong></p>
              <p class="quiet">${badge.issuerName}, as ${shownHost(host)} says</p>
            </div>
            <div class="buttons">
              ${button('decline-offer', 'Decline', { id }, badge.name)}
              ${button('accept-offer', 'Accept', { id }, badge.name)}
            </div>
          </li>`,
      )}
    </ul>
  </section>`;
}

const sendings = (sent: readonly Sending[]): Html | undefined =>
  sent.length === 0
    ? undefined
    : html`<section class="card">
        <h2>Badges you sent</h2>
        <ul>
          ${sent.map(
            ({ id, name, hub, state, since }) =>
              html`<li class="row">
                <div>
                  <p><strong>${name}</strong> to ${shownHost(new URL(hub).host)}</p>
                  <p class="quiet">It ${STATES[state]} since ${when(since)}</p>
                </div>
                ${OPEN.includes(state) ? button('withdraw', 'Take back', { sending: id }, name) : undefined}
              </li>`,
          )}
        </ul>
      </section>`;
