import type { HubClients, HubPorts, OAuthPorts, ProviderPorts } from '../../gateway/index.js';
import { servePictures } from '../../subgraphs/badge/index.js';
import { sharedBadges } from '../../subgraphs/collection/index.js';
import {
  endProviderSessions,
  isOperator,
  peerToLink,
  personOf,
  promiseLink,
  redeemLink,
  resolveSession,
  signInByProvider,
} from '../../subgraphs/earner/index.js';
import { limitPerHost } from '../../subgraphs/verification/index.js';
import { hubOfClient } from '../federation/index.js';
import { createSealer, deriveKey, webFetchOf } from '../runtime/index.js';
import type { Principal } from '../runtime/index.js';
import {
  localRateLimiter,
  noteClient,
  oauthStorage,
  resolveAccessToken,
  sharedRateLimiter,
  tellPeers,
} from '../store/index.js';
import type { Database, OAuthStorage } from '../store/index.js';
import { rateLimits } from './rate-limits.js';
import { linkPorts } from './wire-links.js';
import { clientSealer, fetchesPerHost, keyRing } from './wire.js';
import type { HubParts } from './wire.js';

/**
 * What the gateway may ask of the hub: whose token it is, whether somebody asks too often, and for
 * pictures.
 */
export function wireGateway(parts: HubParts): HubPorts {
  const { config, database, clock, fetch, mailbox } = parts;
  const limits = rateLimits(config);
  const storage = oauthStorage(database, { now: () => clock.now(), sealer: clientSealer(parts) });
  return {
    publicUrl: parts.publicUrl,
    oauth: oauthPorts(parts, storage),
    providers: providerPorts(parts, storage),
    links: linkPorts(parts, storage),
    tokens: {
      isFreshProof: (proof, lifetimeSeconds) => storage.once('Proof', proof, lifetimeSeconds),
      async resolve(accessToken) {
        const found = await resolveSession(accessToken, {
          database,
          clock,
          sessionIdleDays: config.sessionIdleDays,
        });
        if (found === null) return resolveApp(accessToken, parts);
        const { earner, session, expiresAt } = found;
        const operator = await isOperator(earner, { database, operators: config.operators });
        const principal = { kind: 'earner', earner, session } as const;
        return { principal: operator ? { ...principal, operator } : principal, expiresAt };
      },
    },
    limits: {
      requests: localRateLimiter(database, limits.requests),
      requestsWithToken: localRateLimiter(database, limits.requestsWithToken),
      pushes: sharedRateLimiter(database, limits.pushes),
      signIns: sharedRateLimiter(database, limits.signInsPerClient),
      lookups: sharedRateLimiter(database, limits.lookups),
      verifications: sharedRateLimiter(database, limits.verifications),
    },
    pictures: servePictures({
      database,
      clock,
      fetch: limitPerHost(fetch, fetchesPerHost(parts)),
      shared: sharedBadges(database),
    }),
    ready: async () => ((await answers(database)) ? [] : ['mongodb']),
    ...(mailbox && { mailbox }),
  };
}

/** Signing in with accounts elsewhere. */
function providerPorts(parts: HubParts, storage: OAuthStorage): ProviderPorts {
  const { config, database, clock, ids, fetch, secret } = parts;
  const { sessionDays, sessionIdleDays } = config;
  return {
    list: config.secrets.oidcProviders ?? [],
    fetch: webFetchOf(fetch, { maxBytes: MOST_PROVIDER_BYTES }),
    sealer: createSealer(deriveKey(secret, 'provider-flow')),
    signIn: (identity, from) =>
      signInByProvider(identity, from, { database, clock, ids, sessionDays, sessionIdleDays }),
    endSessions: (login) => endProviderSessions(login, { database }),
    isFresh: (name, lifetimeSeconds) => storage.once('Provider', name, lifetimeSeconds),
  };
}

/** Key sets of large providers have a few hundred lines. */
const MOST_PROVIDER_BYTES = 128 * 1024;

/** What an OAuth access token allows, to an app for an earner or to a client for itself. */
async function resolveApp(accessToken: string, { database, clock }: HubParts) {
  const found = await resolveAccessToken(accessToken, database, clock.now());
  if (found === null) return null;
  const { client, earner, scopes, expiresAt, boundTo } = found;
  const principal: Principal =
    earner === undefined
      ? { kind: 'client', client, scopes }
      : { kind: 'app', earner, client, scopes };
  return { principal, expiresAt, ...(boundTo !== undefined && { boundTo }) };
}

/** What the hub's own OAuth server needs. */
function oauthPorts(parts: HubParts, storage: OAuthStorage): OAuthPorts {
  const { config, database, clock, ids, fetch } = parts;
  const limits = rateLimits(config);
  const keys = keyRing(parts);
  return {
    storage,
    signingKeys: () => keys.signingKeys(),
    requests: sharedRateLimiter(database, limits.oauth),
    registrations: sharedRateLimiter(database, limits.registrations),
    cookieKey: Buffer.from(deriveKey(parts.secret, 'oauth-cookies')).toString('base64url'),
    fetch: webFetchOf(fetch, { maxBytes: MOST_METADATA_BYTES }),
    newClientId: () => ids.make('cli'),
    noteClient: (client) => noteClient({ ...client, at: clock.now() }, database),
    person: (earner) => personOf(earner, database),
    hubs: hubClients(parts),
  };
}

/** Hubs that ask to deliver to a backpack here. */
function hubClients({ database, clock, ids }: HubParts): HubClients {
  const deps = { database, clock, ids, tell: tellPeers(database, clock) };
  return {
    async peer(client) {
      const origin = hubOfClient(client);
      return origin === undefined ? null : peerToLink(origin, database);
    },
    promise: (earner, peer, acceptsFrom) => promiseLink({ earner, peer }, acceptsFrom, deps),
    async redeem(earner, peer) {
      const link = await redeemLink({ earner, peer }, deps);
      return link === null ? null : { link: link.name, deliveryAddress: link.deliveryAddress };
    },
  };
}

/** A client says in a few lines who it is. */
const MOST_METADATA_BYTES = 16 * 1024;

async function answers(database: Database): Promise<boolean> {
  try {
    await database.connection.db?.admin().ping();
    return database.connection.db !== undefined;
  } catch {
    return false;
  }
}
