import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';
import { SCOPES } from '../../src/policy/index.js';
import type { Scope } from '../../src/policy/index.js';
import { parseUrl } from '../../src/parse-url.js';
import type { Exchange, Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import {
  ask,
  html,
  nodesOf,
  readForm,
  sendPage,
  sendSeeOther,
  sendToSignIn,
  shownHost,
  shownName,
} from '../web/index.js';
import type { GraphClient, Html, Named, Nodes, Operation } from '../web/index.js';
import type { HubClients } from '../ports.js';
import { DELIVER } from './answer-hub.js';
import { deliverForm, issuersIn } from './deliver-form.js';
import { INTERACTION_PATH } from './interaction-path.js';
import type { Asked, Interactions } from './interactions.js';

export interface ConsentOptions {
  readonly hubs: HubClients;
  readonly graph: GraphClient;
  readonly interactions: Interactions;
  /** The access token in the request's session cookie. */
  readonly session: (req: IncomingMessage) => string | undefined;
  readonly publicUrl: string | undefined;
}

/**
 * `/oauth/interaction/:uid`: an app asks to be connected. Says who it is and what it wants in plain words;
 * she ticks what it gets, picks the collections it may see, and allows or refuses.
 */
export const consentRoute = (options: ConsentOptions): Route => ({
  path: `${INTERACTION_PATH}/:uid`,
  methods: ['GET', 'HEAD', 'POST'],
  handle: (exchange) =>
    exchange.req.method === 'POST' ? decide(options, exchange) : show(options, exchange),
});

async function show(options: ConsentOptions, exchange: Exchange, wrong?: string): Promise<void> {
  const asked = await options.interactions.asked(exchange);
  const me = await whoIs(options, exchange);
  if (me === null) {
    sendToSignIn(exchange, exchange.url.pathname);
    return;
  }
  if (asked.prompt === 'login' || asked.earner !== me.id) {
    sendSeeOther(exchange, await options.interactions.signIn(exchange, me.id));
    return;
  }
  const isHub = asked.scopes.includes(DELIVER);
  sendPage(exchange, {
    ...(wrong !== undefined && { status: 400 }),
    title: `Connect ${asked.client.name}`,
    referrer: 'same-origin',
    formLeadsTo: asked.leadsTo,
    body: isHub
      ? deliverForm({ asked, hub: await options.hubs.peer(asked.client.id), name: me.name, wrong })
      : consentForm(asked, me),
  });
}

const consentForm = (asked: Asked, me: Me): Html => {
  const { client, scopes, stays } = asked;
  return html`<h1>Connect ${client.name}?</h1>
    <p class="lead">
      <strong>${client.name}</strong> at <strong>${shownHost(client.host)}</strong> wants to be
      connected to your backpack.
    </p>
    <p class="quiet">
      ${
        client.proven
          ? 'It is described at that address. Nobody else has checked who is behind it.'
          : 'It says so itself: nobody has checked its name or its address. Go on only if you came from there.'
      }
    </p>
    ${whereItLeads(asked)}
    <form class="card" method="post">
      ${
        scopes.length === 0
          ? html`<p>It learns who you are in this hub, and nothing else.</p>`
          : html`<fieldset>
              <legend>It wants to</legend>
              ${scopes.map(scopeBox)}
            </fieldset>`
      }
      ${scopes.includes('collections:read') ? collectionBoxes(me) : undefined}
      ${stays ? html`<p>It stays connected after you have left, until you end it.</p>` : undefined}
      <div class="row">
        <p class="quiet">Signed in as ${me.name}</p>
        <div class="buttons">
          <button name="answer" value="refuse" class="plain">Refuse</button>
          <button name="answer" value="allow">Allow</button>
        </div>
      </div>
    </form>
    <p class="quiet">
      You can end this at any time under <a href="/account/apps">connected apps</a>.
    </p>`;
};

/** Where her answer goes, told loudly when that is another host than the app names. */
const whereItLeads = ({ client, leadsTo }: Asked): Html => {
  const url = parseUrl(leadsTo);
  if (url?.protocol !== 'https:') {
    const program =
      url?.protocol === 'http:'
        ? 'a program on your own device'
        : `the app on your device that opens ${leadsTo} addresses`;
    return html`<p>Your answer goes to <strong>${program}</strong>.</p>`;
  }
  const host = shownHost(url.host);
  return url.host === client.host
    ? html`<p>Your answer goes to <strong>${host}</strong>.</p>`
    : html`<p class="alert" role="alert">
        Your answer goes to another address, <strong>${host}</strong>. Whoever is there will be
        connected.
      </p>`;
};

const scopeBox = (scope: Scope): Html =>
  html`<p class="choice">
    <input type="checkbox" id="${scope}" name="scope" value="${scope}" checked />
    <label for="${scope}">${SCOPES[scope].says}</label>
  </p>`;

const collectionBoxes = ({ collections }: Me): Html =>
  collections.length === 0
    ? html`<p>You have no collections yet that it could see.</p>`
    : html`<fieldset>
        <legend>Collections it may see</legend>
        ${collections.map(
          ({ id, name }) =>
            html`<p class="choice">
              <input type="checkbox" id="${id}" name="collection" value="${id}" />
              <label for="${id}">${name}</label>
            </p>`,
        )}
      </fieldset>`;

async function decide(options: ConsentOptions, exchange: Exchange): Promise<void> {
  refuseCrossSite(exchange.req, options.publicUrl, 'answer for somebody');
  const { interactions } = options;
  const asked = await interactions.asked(exchange);
  const me = await whoIs(options, exchange);
  if (me === null || asked.prompt !== 'consent' || asked.earner !== me.id) {
    sendSeeOther(exchange, exchange.url.pathname);
    return;
  }
  const form = await readForm(exchange);
  if (form.get('answer') !== 'allow') {
    sendSeeOther(exchange, await interactions.refuse(exchange));
    return;
  }
  if (asked.scopes.includes(DELIVER)) {
    await letDeliver(options, exchange, { asked, me, form });
    return;
  }
  // Of what it asked for, what she ticked: the form adds nothing.
  const scopes = asked.scopes.filter((scope) => form.getAll('scope').includes(scope));
  if (scopes.includes('collections:read')) {
    for (const collection of form.getAll('collection')) {
      await grant(options, exchange, { collection, displayer: asked.client.id });
    }
  }
  sendSeeOther(exchange, await interactions.allow(exchange, scopes));
}

/** Another hub gets this one scope, whatever else it asked for. */
async function letDeliver(
  options: ConsentOptions,
  exchange: Exchange,
  { asked, me, form }: { readonly asked: Asked; readonly me: Me; readonly form: URLSearchParams },
): Promise<void> {
  const { hubs, interactions } = options;
  const hub = await hubs.peer(asked.client.id);
  if (hub === null) {
    sendSeeOther(exchange, await interactions.refuse(exchange));
    return;
  }
  const issuers = issuersIn(form);
  if (issuers === undefined) {
    await show(options, exchange, 'An issuer is named by the web address of its profile.');
    return;
  }
  await hubs.promise(me.id, hub.origin, issuers);
  sendSeeOther(exchange, await interactions.allow(exchange, [DELIVER]));
}

async function grant(
  { graph, session }: ConsentOptions,
  exchange: Exchange,
  picked: { readonly collection: string; readonly displayer: string },
): Promise<void> {
  const reply = await ask({ graph, exchange, session: session(exchange.req) }, GRANT, picked);
  if (reply.kind === 'refused') throw new Refusal(reply.code);
}

interface Me {
  readonly id: string;
  readonly name: string;
  readonly collections: readonly { readonly id: string; readonly name: string }[];
}

async function whoIs({ graph, session }: ConsentOptions, exchange: Exchange): Promise<Me | null> {
  const token = session(exchange.req);
  if (token === undefined) return null;
  const reply = await ask({ graph, exchange, session: token }, ME, {});
  if (reply.kind === 'refused') {
    if (reply.code === 'UNAUTHENTICATED') return null;
    throw new Refusal(reply.code);
  }
  const { me } = reply.data;
  if (me === null) return null;
  return {
    id: me.id,
    name: shownName(me),
    collections: nodesOf(me.collections),
  };
}

const ME: Operation<
  {
    readonly me: (Named & { readonly collections: Nodes<Me['collections'][number]> }) | null;
  },
  Record<never, never>
> = {
  query:
    'query { me { id displayName emails { address } collections(first: 100) { edges { node { id name } } } } }',
};

const GRANT: Operation<
  { readonly grantCollection: { readonly id: string } },
  { readonly collection: string; readonly displayer: string }
> = {
  query:
    'mutation ($collection: ID!, $displayer: ID!) { grantCollection(collection: $collection, displayer: $displayer) { id } }',
};
