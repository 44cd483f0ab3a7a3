import { jwtVerify } from 'jose';
import * as client from 'openid-client';
import { z } from 'zod';
import { Refusal } from '../../../src/errors.js';
import { sha256Hex } from '../../../src/runtime/index.js';
import type {
  Clock,
  Log,
  OpenIdProvider,
  Sealer,
  Visitor,
  WebFetch,
} from '../../../src/runtime/index.js';
import type { Exchange, Route } from '../../http/http-types.js';
import { refuseCrossSite } from '../../session/same-origin.js';
import { deviceOf } from '../../session/device.js';
import {
  clearedFlowCookie,
  flowCookie,
  readFlowCookie,
  readSessionCookie,
} from '../../session/session-cookie.js';
import { html, readForm, sendPage, sendSeeOther } from '../../web/index.js';
import type { GraphClient, Html } from '../../web/index.js';
import { signedIn } from '../sign-in-route.js';
import { createProviderClient } from './provider-client.js';
import type { ProviderClient } from './provider-client.js';

/** What somebody proved at a provider; `email` only where the provider is believed about it. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly sid?: string | undefined;
  readonly email?: string | undefined;
}

export type ProviderOutcome =
  | { readonly kind: 'signed-in'; readonly accessToken: string; readonly expiresAt: Date }
  | { readonly kind: 'connected' | 'no-account' | 'taken' };

/** What signing in with providers needs of the rest of the hub. */
export interface ProviderPorts {
  readonly list: readonly OpenIdProvider[];
  readonly fetch: WebFetch;
  readonly sealer: Sealer;
  signIn(
    identity: ProvedIdentity,
    from: { readonly visitor: Visitor; readonly signedInAs: string | undefined },
  ): Promise<ProviderOutcome>;
  endSessions(login: {
    readonly issuer: string;
    readonly subject?: string;
    readonly sid?: string;
  }): Promise<unknown>;
  /** False when this name was noted before. */
  isFresh(name: string, lifetimeSeconds: number): Promise<boolean>;
}

export interface ProviderRoutesOptions {
  readonly ports: ProviderPorts;
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly publicUrl: string | undefined;
  /** The origin people see; known once the hub listens. */
  readonly origin: () => string;
  /** The earner whose session this browser has. */
  readonly signedInEarner: (req: Exchange['req']) => Promise<string | undefined>;
}

const PATH = '/sign-in/with/:provider';
const FLOW_SECONDS = 600;

/** What this browser has to bring back, sealed in a cookie of its own. */
const flowShape = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** SHA-256 of the session it was started with: then the identity is connected to that account. */
  session: z.string().optional(),
  untilMs: z.number(),
});

type Flow = z.infer<typeof flowShape>;

/**
 * Signing in with an account elsewhere (OpenID Connect Core 1.0, code flow with PKCE), and its end when the
 * provider says so (Back-Channel Logout 1.0).
 */
export function providerRoutes(options: ProviderRoutesOptions): readonly Route[] {
  const { ports, clock } = options;
  const clients = new Map(
    ports.list.map((provider) => [
      provider.id,
      createProviderClient(provider, { ...ports, clock }),
    ]),
  );
  if (clients.size === 0) return [];
  const at = (
    path: string,
    methods: readonly string[],
    handle: (exchange: Exchange, provider: ProviderClient) => Promise<void>,
  ): Route => ({
    path,
    methods,
    async handle(exchange) {
      const provider = clients.get(exchange.params['provider'] ?? '');
      if (provider === undefined) throw new Refusal('NOT_FOUND');
      await handle(exchange, provider);
    },
  });
  return [
    at(PATH, ['POST'], (exchange, provider) => start(exchange, provider, options)),
    at(`${PATH}/callback`, ['GET'], (exchange, provider) => comeBack(exchange, provider, options)),
    at(`${PATH}/back-channel-logout`, ['POST'], (exchange, provider) =>
      endLogin(exchange, provider, options),
    ),
  ];
}

const redirectUri = ({ provider }: ProviderClient, { origin }: ProviderRoutesOptions): string =>
  `${origin()}/sign-in/with/${provider.id}/callback`;

async function start(
  exchange: Exchange,
  provider: ProviderClient,
  options: ProviderRoutesOptions,
): Promise<void> {
  const { publicUrl, ports, clock, log } = options;
  refuseCrossSite(exchange.req, publicUrl, 'sign people in or out');
  const session = readSessionCookie(exchange.req, publicUrl);
  const flow: Flow = {
    provider: provider.provider.id,
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    ...(session !== undefined && { session: sha256Hex(session) }),
    untilMs: clock.now().getTime() + FLOW_SECONDS * 1000,
  };
  let url: URL;
  try {
    url = client.buildAuthorizationUrl(await provider.configuration(), {
      redirect_uri: redirectUri(provider, options),
      scope: 'openid email',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
  } catch (err) {
    log.warn({ err, provider: flow.provider }, 'an OpenID provider does not answer');
    sendPage(exchange, sorry(502, html`${provider.provider.name} does not answer right now.`));
    return;
  }
  exchange.res.setHeader(
    'set-cookie',
    flowCookie(await ports.sealer.seal(JSON.stringify(flow)), publicUrl),
  );
  // Not by a redirect: browsers refuse one that leads a form of ours to another site.
  sendPage(exchange, {
    title: 'One moment',
    goOnTo: url.href,
    body: html`<h1>On to ${provider.provider.name}</h1>
      <p><a class="button" href="${url.href}">Go on</a></p>`,
  });
}

async function comeBack(
  exchange: Exchange,
  provider: ProviderClient,
  options: ProviderRoutesOptions,
): Promise<void> {
  const { publicUrl, ports, log } = options;
  const { name, issuer } = provider.provider;
  exchange.res.setHeader('set-cookie', clearedFlowCookie(publicUrl));
  const flow = await readFlow(exchange, provider, options);
  if (flow === undefined) {
    sendPage(exchange, sorry(400, html`This was not begun in this browser, or is too old.`));
    return;
  }
  const identity = await proved(exchange, provider, flow, options).catch((err: unknown) => {
    log.warn({ err, provider: flow.provider }, 'an OpenID provider’s answer was refused');
  });
  if (identity === undefined) {
    sendPage(
      exchange,
      sorry(400, html`The answer of ${name} cannot be believed. Nothing was changed.`),
    );
    return;
  }
  const session = readSessionCookie(exchange.req, publicUrl);
  const isSame = session !== undefined && flow.session === sha256Hex(session);
  const outcome = await ports.signIn(
    { ...identity, issuer },
    {
      visitor: { address: exchange.client, device: deviceOf(exchange.req.headers['user-agent']) },
      signedInAs: isSame ? await options.signedInEarner(exchange.req) : undefined,
    },
  );
  switch (outcome.kind) {
    case 'signed-in':
      await signedIn(exchange, outcome, options);
      return;
    case 'connected':
      sendSeeOther(exchange, '/account/sessions');
      return;
    case 'no-account':
      sendPage(
        exchange,
        sorry(
          403,
          html`No backpack here belongs to this account at ${name}. Sign in by mail first; then you
          can connect it on the page of your sessions.`,
        ),
      );
      return;
    case 'taken':
      sendPage(
        exchange,
        sorry(409, html`This account at ${name} belongs to another backpack here.`),
      );
  }
}

async function readFlow(
  { req }: Exchange,
  { provider }: ProviderClient,
  { publicUrl, ports, clock }: ProviderRoutesOptions,
): Promise<Flow | undefined> {
  const sealed = readFlowCookie(req, publicUrl);
  if (sealed === undefined) return undefined;
  try {
    const flow = flowShape.parse(JSON.parse(await ports.sealer.open(sealed)));
    const isAlive = flow.provider === provider.id && clock.now().getTime() < flow.untilMs;
    // A state counts once, whoever kept the cookie.
    return isAlive && (await ports.isFresh(`state ${flow.state}`, FLOW_SECONDS)) ? flow : undefined;
  } catch {
    return undefined;
  }
}

/** Exchanges the code and checks everything about the ID token. @throws Error for what is wrong */
async function proved(
  { url }: Exchange,
  provider: ProviderClient,
  flow: Flow,
  options: ProviderRoutesOptions,
): Promise<Omit<ProvedIdentity, 'issuer'>> {
  const came = new URL(redirectUri(provider, options));
  came.search = url.search;
  const { issuer, authoritativeFor } = provider.provider;
  const named = url.searchParams.get('iss');
  if (named !== null && named !== issuer) throw new Error('the answer names another issuer');
  const tokens = await client.authorizationCodeGrant(await provider.configuration(), came, {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });
  // The library believes what came over TLS; the hub wants the signature as well, in the agreed algorithm.
  await jwtVerify(tokens.id_token ?? '', await provider.keys('answer'), {
    issuer,
    audience: provider.provider.clientId,
    algorithms: [provider.provider.algorithm],
    currentDate: options.clock.now(),
    clockTolerance: 60,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('there is no ID token');
  const { sub, sid, email, email_verified: isVerified } = claims;
  return {
    subject: sub,
    ...(typeof sid === 'string' && { sid }),
    ...(isVerified === true &&
      typeof email === 'string' &&
      isBelieved(email, authoritativeFor) && { email }),
  };
}

function isBelieved(email: string, domains: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domains.some((one) => one === '*' || one.toLowerCase() === domain);
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_SECONDS = 120;

async function endLogin(
  exchange: Exchange,
  provider: ProviderClient,
  { ports, clock, log }: ProviderRoutesOptions,
): Promise<void> {
  const { issuer, clientId, algorithm, id } = provider.provider;
  const { res } = exchange;
  res.setHeader('cache-control', 'no-store');
  try {
    const token = (await readForm(exchange)).get('logout_token') ?? '';
    const { payload } = await jwtVerify(token, await provider.keys('message'), {
      issuer,
      audience: clientId,
      algorithms: [algorithm],
      currentDate: clock.now(),
      clockTolerance: 60,
      maxTokenAge: LOGOUT_SECONDS,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    const { events, nonce, sub, sid, jti } = payload;
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
    if (!isLogout || nonce !== undefined) throw new Error('this is no logout token');
    if (sub === undefined && typeof sid !== 'string') throw new Error('it says nobody');
    if (!(await ports.isFresh(`logout ${id} ${String(jti)}`, 4 * LOGOUT_SECONDS))) {
      throw new Error('it was used already');
    }
    await ports.endSessions({
      issuer,
      ...(sub !== undefined && { subject: sub }),
      ...(typeof sid === 'string' && { sid }),
    });
    res.writeHead(200).end();
  } catch (err) {
    log.warn({ err, provider: id }, 'a logout token was refused');
    res.writeHead(400, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ error: 'invalid_request' }));
  }
}

const sorry = (status: number, says: Html) => ({
  status,
  title: 'This did not work',
  body: html`<h1>This did not work</h1>
    <p class="lead">${says}</p>
    <p><a href="/sign-in">Back to signing in</a></p>`,
});
