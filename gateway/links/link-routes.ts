import { z } from 'zod';
import {
  HUB_PATHS,
  describeHubClient,
  hubOriginOf,
  isHubOrigin,
} from '../../src/federation/index.js';
import type { Clock, Log } from '../../src/runtime/index.js';
import { Refusal } from '../../src/errors.js';
import type { Exchange, Route } from '../http/http-types.js';
import { refuseCrossSite } from '../session/same-origin.js';
import { clearedFlowCookie, flowCookie, readFlowCookie } from '../session/session-cookie.js';
import { html, readForm, sendPage, sendSeeOther, sendToSignIn } from '../web/index.js';
import type { Html } from '../web/index.js';
import { begin, redeem } from './hub-as-client.js';
import { offerRoute } from './offer-route.js';
import type { LinkPorts, LinkablePeer } from './link-ports.js';

export interface LinkRoutesOptions {
  readonly ports: LinkPorts;
  /** Counts those who ask for the bytes of offers. */
  readonly requests: { take(key: string): Promise<void> };
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly publicUrl: string | undefined;
  /** The origin people see; known once the hub listens. */
  readonly origin: () => string;
  /** The earner whose session this browser has. */
  readonly signedInEarner: (req: Exchange['req']) => Promise<string | undefined>;
}

const PAGE = '/account/links';
const CALLBACK = `${PAGE}/callback`;
const FLOW_SECONDS = 600;

/** What this browser has to bring back, sealed in a cookie of its own. */
const flowShape = z.object({
  earner: z.string(),
  peer: z.string(),
  state: z.string(),
  verifier: z.string(),
  untilMs: z.number(),
});

type Flow = z.infer<typeof flowShape>;

/**
 * She links her backpack here with hers at another hub (federation.md 2.8, mode L; OAuth 2.1 with PKCE),
 * and what that hub asks for: the document by which it knows this one, and the bytes of offers.
 */
export const linkRoutes = (options: LinkRoutesOptions): readonly Route[] => [
  offerRoute(options),
  {
    path: HUB_PATHS.client,
    methods: ['GET', 'HEAD'],
    handle: (exchange) => describe(exchange, options),
  },
  {
    path: `${PAGE}/connect`,
    methods: ['POST'],
    handle: (exchange) => start(exchange, options),
  },
  {
    path: CALLBACK,
    methods: ['GET'],
    handle: (exchange) => comeBack(exchange, options),
  },
];

/** The origin by which other hubs know this one; undefined while it is reached without TLS. */
function selfOf({ origin }: LinkRoutesOptions): string | undefined {
  const self = new URL(origin()).origin;
  return isHubOrigin(self) ? self : undefined;
}

async function describe({ res }: Exchange, options: LinkRoutesOptions): Promise<void> {
  const self = selfOf(options);
  if (self === undefined) throw new Refusal('NOT_FOUND');
  const document = describeHubClient({
    origin: self,
    name: `Backpack Hub at ${new URL(self).host}`,
    redirectUri: self + CALLBACK,
    keys: await options.ports.publicKeys(),
  });
  res.setHeader('content-type', 'application/json');
  res.setHeader('cache-control', 'public, max-age=300');
  res.end(JSON.stringify(document));
}

async function start(exchange: Exchange, options: LinkRoutesOptions): Promise<void> {
  const { publicUrl, ports, clock, log } = options;
  refuseCrossSite(exchange.req, publicUrl, 'link backpacks');
  const earner = await options.signedInEarner(exchange.req);
  if (earner === undefined) {
    sendToSignIn(exchange, PAGE);
    return;
  }
  const self = selfOf(options);
  if (self === undefined) {
    sendPage(exchange, sorry(409, html`This hub has no https: address others could know it by.`));
    return;
  }
  const peer = await peerNamed((await readForm(exchange)).get('hub') ?? '', self, ports);
  if (peer === null) {
    sendPage(
      exchange,
      sorry(
        400,
        html`This hub exchanges no badges with that one, or it is none. Whoever runs this hub can
        change that.`,
      ),
    );
    return;
  }
  const redirectUri = self + CALLBACK;
  const begun = await begin(peer, { self, redirectUri }, ports).catch((err: unknown) => {
    log.warn({ err, peer: peer.origin }, 'the OAuth server of a hub does not answer');
  });
  if (begun === undefined) {
    sendPage(exchange, sorry(502, html`${shown(peer)} does not answer right now.`));
    return;
  }
  const { url, state, verifier } = begun;
  const untilMs = clock.now().getTime() + FLOW_SECONDS * 1000;
  const flow: Flow = { earner, peer: peer.origin, state, verifier, untilMs };
  const sealed = await ports.sealer.seal(JSON.stringify(flow));
  exchange.res.setHeader('set-cookie', flowCookie(sealed, publicUrl));
  // Not by a redirect: browsers refuse one that leads a form of ours to another site.
  sendPage(exchange, {
    title: 'One moment',
    goOnTo: url.href,
    body: html`<h1>On to ${shown(peer)}</h1>
      <p><a class="button" href="${url.href}">Go on</a></p>`,
  });
}

/** What she typed, as a peer; with or without `https:` before it. */
async function peerNamed(
  typed: string,
  self: string,
  ports: LinkPorts,
): Promise<LinkablePeer | null> {
  const text = typed.trim().toLowerCase();
  const origin = hubOriginOf(/^[a-z]+:\/\//.test(text) ? text : `https://${text}`);
  return origin === undefined || origin === self ? null : ports.peer(origin);
}

async function comeBack(exchange: Exchange, options: LinkRoutesOptions): Promise<void> {
  const { publicUrl, ports, log } = options;
  exchange.res.setHeader('set-cookie', clearedFlowCookie(publicUrl));
  const flow = await readFlow(exchange, options);
  const self = selfOf(options);
  const peer = flow && (await ports.peer(flow.peer));
  if (flow === undefined || self === undefined || !peer) {
    sendPage(exchange, sorry(400, html`This was not begun in this browser, or is too old.`));
    return;
  }
  const came = new URL(self + CALLBACK);
  came.search = exchange.url.search;
  if (came.searchParams.get('error') === 'access_denied') {
    sendSeeOther(exchange, PAGE);
    return;
  }
  const link = await redeem(came, peer, { ...flow, self }, ports).catch((err: unknown) => {
    log.warn({ err, peer: peer.origin }, 'the answer of a hub about a link was refused');
  });
  if (link === undefined) {
    const says = html`The answer of ${shown(peer)} cannot be believed. Nothing was changed.`;
    sendPage(exchange, sorry(400, says));
    return;
  }
  await ports.keep(flow.earner, { peer: peer.origin, ...link });
  sendSeeOther(exchange, PAGE);
}

async function readFlow(
  { req }: Exchange,
  { publicUrl, ports, clock, signedInEarner }: LinkRoutesOptions,
): Promise<Flow | undefined> {
  const sealed = readFlowCookie(req, publicUrl);
  if (sealed === undefined) return undefined;
  try {
    const flow = flowShape.parse(JSON.parse(await ports.sealer.open(sealed)));
    const isHers = flow.earner === (await signedInEarner(req));
    if (!isHers || clock.now().getTime() >= flow.untilMs) return undefined;
    // A state counts once, whoever kept the cookie.
    return (await ports.isFresh(`link ${flow.state}`, FLOW_SECONDS)) ? flow : undefined;
  } catch {
    return undefined;
  }
}

const shown = ({ origin }: LinkablePeer): string => new URL(origin).host;

const sorry = (status: number, says: Html) => ({
  status,
  title: 'This did not work',
  body: html`<h1>This did not work</h1>
    <p class="lead">${says}</p>
    <p><a href="${PAGE}">Back to your links</a></p>`,
});
