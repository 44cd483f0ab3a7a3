import type { IncomingMessage } from 'node:http';
import type { Exchange, Route } from '../http/http-types.js';
import { accountCard } from './account-card.js';
import type { Account } from './account-card.js';
import { ask } from './graph-client.js';
import type { GraphClient, Operation } from './graph-client.js';
import { guides } from './guides.js';
import { html } from './html.js';
import { sendPage } from './page.js';
import { shownName } from './shown-name.js';
import type { Named } from './shown-name.js';

export interface HomeOptions {
  readonly graph: GraphClient;
  /** The access token in the request's session cookie. */
  readonly session: (req: IncomingMessage) => string | undefined;
  /** The origin people see; the one the request was sent to when absent. */
  readonly publicUrl?: string | undefined;
  readonly playground: boolean;
  readonly mailbox: boolean;
}

/** `/`: what this is, who is signed in, and where to go on. */
export const homeRoute = (options: HomeOptions): Route => ({
  path: '/',
  methods: ['GET', 'HEAD'],
  async handle(exchange) {
    const session = options.session(exchange.req);
    const account = session === undefined ? NOBODY : await whoIs(options.graph, exchange, session);
    const graphUrl = `${options.publicUrl ?? `http://${exchange.req.headers.host ?? 'localhost'}`}/graphql`;
    sendPage(exchange, {
      title: 'Backpack Hub',
      referrer: 'same-origin',
      body: html`
        <h1>An open backpack for Open Badges</h1>
        <p class="lead">
          Issuers push badges, earners decide which ones to keep, and displayers see what earners
          share. Every badge is verified, and a backpack belongs to the person who earned it.
        </p>
        ${accountCard(account)}
        <section class="card" aria-labelledby="graph">
          <h2 id="graph">One graph for everything</h2>
          <code class="address">${graphUrl}</code>
          <p class="quiet">
            GraphQL over HTTP; subscriptions over WebSocket (graphql-transport-ws) or server-sent
            events.
          </p>
          ${links(options)}
        </section>
        ${guides(graphUrl)}
      `,
    });
  },
});

const ME: Operation<{ readonly me: Named | null }, Record<never, never>> = {
  query: 'query { me { id displayName emails { address } } }',
};

const NOBODY: Account = { kind: 'nobody' };

async function whoIs(graph: GraphClient, exchange: Exchange, session: string): Promise<Account> {
  const reply = await ask({ graph, exchange, session }, ME, {});
  // A session that ended is nobody's; any other refusal says nothing about who is asking.
  if (reply.kind === 'refused')
    return reply.code === 'UNAUTHENTICATED' ? NOBODY : { kind: 'unknown' };
  const { me } = reply.data;
  if (me === null) return NOBODY;
  return { kind: 'earner', name: shownName(me) };
}

const links = ({ playground, mailbox }: HomeOptions) =>
  playground || mailbox
    ? html`<ul class="links">
        ${playground ? html`<li><a href="/playground">Try it in the playground</a></li>` : undefined}
        ${mailbox ? html`<li><a href="/mailbox">Read the development mailbox</a></li>` : undefined}
      </ul>`
    : undefined;
