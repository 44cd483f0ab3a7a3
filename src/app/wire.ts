import type { HubPorts, OAuthPorts, ProviderPorts } from '../../gateway/index.js';
import {
  badgeBelongings,
  badgeReader,
  badgeSubgraph,
  badgeVisibility,
  servePictures,
  waitingOffers,
} from '../../subgraphs/badge/index.js';
import {
  COLLECTION_BELL,
  collectionBelongings,
  collectionGrants,
  collectionLog,
  collectionSubgraph,
  sharedBadges,
} from '../../subgraphs/collection/index.js';
import {
  accounts,
  appBelongings,
  earnerReader,
  earnerSubgraph,
  endProviderSessions,
  issuerRules,
  notices,
  personOf,
  resolveSession,
  sendDigests,
  signInByProvider,
} from '../../subgraphs/earner/index.js';
import {
  limitPerHost,
  recheckDue,
  reportLog,
  verificationSubgraph,
} from '../../subgraphs/verification/index.js';
import type { ClientDirectory } from '../../subgraphs/ports.js';
import { createCursorCodec } from '../graphql/index.js';
import type { Subgraph, SubgraphName } from '../graphql/index.js';
import type { FetchDocument } from '../openbadges/index.js';
import { createKeyRing, createSealer, deriveKey, webFetchOf } from '../runtime/index.js';
import type {
  Clock,
  Config,
  DevMailbox,
  Ids,
  KeyRing,
  Log,
  Mailer,
  Principal,
  Sealer,
} from '../runtime/index.js';
import {
  findClients,
  keyRows,
  localRateLimiter,
  noteClient,
  oauthStorage,
  openBell,
  resolveAccessToken,
  sharedRateLimiter,
} from '../store/index.js';
import type { Bell, Database, RateLimiter } from '../store/index.js';

/** What every role is made of. */
export interface HubParts {
  readonly config: Config;
  readonly secret: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly fetch: FetchDocument;
  readonly mailer: Mailer;
  readonly mailbox?: DevMailbox;
  /** The origin people see; known once the hub listens. */
  readonly publicUrl: () => string;
}

const HOUR_SECONDS = 3_600;
const DAY_MS = 86_400_000;

/** The ports between the subgraphs (subgraphs/ports.ts), each bound to its owner's code. */
function bindPorts({ config, database, clock, ids }: HubParts) {
  const shared = sharedBadges(database);
  const reader = badgeReader(database);
  const addresses = earnerReader(database);
  const log = collectionLog({ database, clock, ids });
  const grants = collectionGrants({ database, clock, ids });
  const reports = reportLog({ database, clock, ids, recheckHours: config.recheckHours });
  return {
    accounts: accounts(database),
    addresses,
    issuerRules: issuerRules(database),
    belongings: [
      badgeBelongings({ database, clock, addresses, collectionLog: log, reports }),
      collectionBelongings({ database, clock, ids }),
      appBelongings({ database, clock, grants }),
    ],
    shared,
    visibility: badgeVisibility(database, shared),
    clients: clientDirectory(database),
    grants,
    badges: reader,
    sources: reader,
    waitingOffers: waitingOffers(database, clock),
    collectionLog: log,
    notices: notices({ database, clock, ids }),
    reports,
  };
}

/** Registered clients by id, as far as they may be named. */
function clientDirectory(database: Database): ClientDirectory {
  return {
    async clients(ids) {
      const found = await findClients(ids, database);
      return new Map(
        found
          .filter(({ suspendedAt }) => suspendedAt === undefined)
          .map(({ _id, name, host }) => [_id, { id: _id, name, host }]),
      );
    },
  };
}

/** Rings for the changes of collections; one for each process that serves their streams. */
export function collectionBell({ database, clock, log }: HubParts): Bell {
  return openBell(database, {
    ...COLLECTION_BELL,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    onTrouble: (error) => {
      log.warn({ err: error }, 'the change stream is opened again');
    },
  });
}

/** Builds the subgraphs of this process; only the collection subgraph needs a bell. */
export function wireSubgraphs(
  parts: HubParts,
  bell: Bell,
): Readonly<Record<SubgraphName, () => Subgraph>> {
  const { config, database } = parts;
  const ports = bindPorts(parts);
  const common = {
    ...parts,
    ...ports,
    sealer: clientSealer(parts),
    cursors: createCursorCodec(deriveKey(parts.secret, 'cursor')),
    issuerKey: deriveKey(parts.secret, 'issuer'),
    imageKey: deriveKey(parts.secret, 'image'),
    pageLimit: config.limits.page,
    recheckHours: config.recheckHours,
    fetchDeadlineMs: config.fetchDeadlineMs,
  };
  return {
    earner: () =>
      earnerSubgraph({
        ...common,
        sessionDays: config.sessionDays,
        sessionIdleDays: config.sessionIdleDays,
        signInsPerAddress: sharedRateLimiter(database, {
          name: 'sign-in-address',
          uses: config.limits.signInsPerHourAddress,
          perSeconds: HOUR_SECONDS,
        }),
      }),
    badge: () => badgeSubgraph(common),
    collection: () => collectionSubgraph({ ...common, bell, pollMs: config.streamPollMs }),
    verification: () => verificationSubgraph({ ...common, fetchesPerHost: fetchesPerHost(parts) }),
  };
}

/** The budget of `limitPerHost`, the same for all processes. */
function fetchesPerHost({ config, database }: HubParts): RateLimiter {
  return sharedRateLimiter(database, {
    name: 'fetches-host',
    uses: config.limits.fetchesPerMinuteHost,
    perSeconds: 60,
  });
}

/**
 * What the gateway may ask of the hub: whose token it is, whether somebody asks too often, and for
 * pictures.
 */
export function wireGateway(parts: HubParts): HubPorts {
  const { config, database, clock, fetch, mailbox } = parts;
  const { limits } = config;
  const perMinute = (name: string, uses: number) => ({ name, uses, perSeconds: 60 });
  return {
    publicUrl: parts.publicUrl,
    oauth: oauthPorts(parts),
    providers: providerPorts(parts),
    tokens: {
      isFreshProof: (proof, lifetimeSeconds) =>
        storageOf(parts).once('Proof', proof, lifetimeSeconds),
      async resolve(accessToken) {
        const found = await resolveSession(accessToken, {
          database,
          clock,
          sessionIdleDays: config.sessionIdleDays,
        });
        if (found === null) return resolveApp(accessToken, parts);
        const { earner, session, expiresAt } = found;
        return { principal: { kind: 'earner', earner, session }, expiresAt };
      },
    },
    limits: {
      requests: localRateLimiter(perMinute('requests', limits.requestsPerMinute)),
      requestsWithToken: localRateLimiter(
        perMinute('requests-token', limits.requestsPerMinuteToken),
      ),
      pushes: sharedRateLimiter(database, perMinute('pushes', limits.pushesPerMinute)),
      signIns: sharedRateLimiter(database, {
        name: 'sign-in-client',
        uses: limits.signInsPerHourClient,
        perSeconds: HOUR_SECONDS,
      }),
      lookups: sharedRateLimiter(database, perMinute('lookups', limits.lookupsPerMinute)),
      verifications: sharedRateLimiter(
        database,
        perMinute('verifications', limits.verificationsPerMinute),
      ),
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
function providerPorts(parts: HubParts): ProviderPorts {
  const { config, database, clock, ids, fetch, secret } = parts;
  const { sessionDays, sessionIdleDays } = config;
  return {
    list: config.secrets.oidcProviders ?? [],
    fetch: webFetchOf(fetch, { maxBytes: MOST_PROVIDER_BYTES }),
    sealer: createSealer(deriveKey(secret, 'provider-flow')),
    signIn: (identity, from) =>
      signInByProvider(identity, from, { database, clock, ids, sessionDays, sessionIdleDays }),
    endSessions: (login) => endProviderSessions(login, { database }),
    isFresh: (name, lifetimeSeconds) => storageOf(parts).once('Provider', name, lifetimeSeconds),
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
function oauthPorts(parts: HubParts): OAuthPorts {
  const { config, database, clock, ids, fetch } = parts;
  const { limits } = config;
  const keys = keyRing(parts);
  return {
    storage: storageOf(parts),
    signingKeys: () => keys.signingKeys(),
    requests: sharedRateLimiter(database, {
      name: 'oauth',
      uses: limits.oauthPerMinute,
      perSeconds: 60,
    }),
    registrations: sharedRateLimiter(database, {
      name: 'registrations',
      uses: limits.registrationsPerHour,
      perSeconds: HOUR_SECONDS,
    }),
    cookieKey: Buffer.from(deriveKey(parts.secret, 'oauth-cookies')).toString('base64url'),
    fetch: webFetchOf(fetch, { maxBytes: MOST_METADATA_BYTES }),
    newClientId: () => ids.make('cli'),
    noteClient: (client) => noteClient({ ...client, at: clock.now() }, database),
    person: (earner) => personOf(earner, database),
  };
}

/** A client says in a few lines who it is. */
const MOST_METADATA_BYTES = 16 * 1024;

/** What the OAuth server keeps. */
const storageOf = (parts: HubParts) =>
  oauthStorage(parts.database, { now: () => parts.clock.now(), sealer: clientSealer(parts) });

/** Seals the secrets of clients. */
const clientSealer = ({ secret }: HubParts): Sealer => createSealer(deriveKey(secret, 'clients'));

/** The keys that sign what the OAuth server says. */
function keyRing({ database, clock, secret }: HubParts): KeyRing {
  return createKeyRing({
    purpose: 'oauth',
    alg: 'RS256',
    rows: keyRows(database),
    sealer: createSealer(deriveKey(secret, 'keys')),
    clock,
  });
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.connection.db?.admin().ping();
    return database.connection.db !== undefined;
  } catch {
    return false;
  }
}

/** The work that nobody waits for, each piece repeated by the worker. */
export function wireWorker(parts: HubParts) {
  const ports = bindPorts(parts);
  const { recheckHours, fetchDeadlineMs } = parts.config;
  const deps = { ...parts, ...ports, recheckHours, fetchDeadlineMs };
  return {
    recheckDue: (signal: AbortSignal) => recheckDue(deps, signal),
    sendDigests: () => sendDigests(deps),
    rotateKeys: async () => {
      await keyRing(parts).rotateIfOlderThan(parts.config.keyDays * DAY_MS);
    },
  };
}
