import {
  acceptTrusted,
  badgeBelongings,
  badgeReader,
  badgeSubgraph,
  badgeVisibility,
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
  issuerRules,
  linkBelongings,
  links,
  notices,
  sendDigests,
} from '../../subgraphs/earner/index.js';
import {
  recheckDue,
  rechecks,
  reportLog,
  verificationSubgraph,
} from '../../subgraphs/verification/index.js';
import { signingKeyOf } from '../federation/index.js';
import type { PrivateJwk, SigningKey } from '../federation/index.js';
import type { ClientDirectory } from '../../subgraphs/ports.js';
import { fetchOffered } from './fetch-offered.js';
import { rateLimits } from './rate-limits.js';
import { createCursorCodec } from '../graphql/index.js';
import type { Subgraph, SubgraphName } from '../graphql/index.js';
import { createKeyRing, createSealer, deriveKey } from '../runtime/index.js';
import type {
  AskGuarded,
  Clock,
  Config,
  DevMailbox,
  Ids,
  KeyRing,
  Log,
  Mailer,
  Sealer,
} from '../runtime/index.js';
import { findClients, keyRows, openBell, sharedRateLimiter, tellPeers } from '../store/index.js';
import type { Bell, Database, RateLimiter } from '../store/index.js';

/** What every role is made of. */
export interface HubParts {
  readonly config: Config;
  readonly secret: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly fetch: AskGuarded;
  readonly mailer: Mailer;
  readonly mailbox?: DevMailbox;
  /** The origin people see; known once the hub listens. */
  readonly publicUrl: () => string;
}

const DAY_MS = 86_400_000;

/** The ports between the subgraphs (subgraphs/ports.ts), each bound to its owner's code. */
function bindPorts(parts: HubParts) {
  const { config, database, clock, ids } = parts;
  const shared = sharedBadges(database);
  const reader = badgeReader(database);
  const addresses = earnerReader(database);
  const log = collectionLog({ database, clock, ids });
  const grants = collectionGrants({ database, clock, ids });
  const tell = tellPeers(database, clock);
  const known = links(database);
  const reports = reportLog({ database, clock, ids, recheckHours: config.recheckHours });
  return {
    accounts: accounts(database),
    addresses,
    issuerRules: issuerRules(database),
    belongings: [
      badgeBelongings({
        database,
        clock,
        addresses,
        collectionLog: log,
        reports,
        links: known,
        tell,
      }),
      collectionBelongings({ database, clock, ids }),
      appBelongings({ database, clock, grants }),
      // After what came over her links, which is found by them.
      linkBelongings({ database, clock, ids, tell }),
    ],
    links: known,
    rechecks: rechecks(database, clock),
    tell,
    fetchOffered: fetchOffered({ ...parts, signingKey: activeHubKey(parts) }),
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
  const limits = rateLimits(config);
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
        signInsPerAddress: sharedRateLimiter(database, limits.signInsPerAddress),
        operators: config.operators,
        limits: Object.values(limits),
        keys: keyRing(parts),
      }),
    badge: () => badgeSubgraph(common),
    collection: () => collectionSubgraph({ ...common, bell, pollMs: config.streamPollMs }),
    verification: () => verificationSubgraph({ ...common, fetchesPerHost: fetchesPerHost(parts) }),
  };
}

/** The budget of `limitPerHost`, the same for all processes. */
export const fetchesPerHost = ({ config, database }: HubParts): RateLimiter =>
  sharedRateLimiter(database, rateLimits(config).fetchesPerHost);

/** The work that nobody waits for, each piece repeated by the worker. */
export function wireWorker(parts: HubParts) {
  const ports = bindPorts(parts);
  const { recheckHours, fetchDeadlineMs } = parts.config;
  const deps = { ...parts, ...ports, recheckHours, fetchDeadlineMs };
  return {
    recheckDue: (signal: AbortSignal) => recheckDue(deps, signal),
    acceptTrusted: () =>
      acceptTrusted({
        ...deps,
        issuerKey: deriveKey(parts.secret, 'issuer'),
        imageKey: deriveKey(parts.secret, 'image'),
      }),
    sendDigests: () => sendDigests(deps),
    rotateKeys: async () => {
      const ageMs = parts.config.keyDays * DAY_MS;
      await keyRing(parts).rotateIfOlderThan(ageMs);
      await federationKeyRing(parts).rotateIfOlderThan(ageMs);
    },
  };
}

/** Seals the secrets of clients. */
export const clientSealer = ({ secret }: HubParts): Sealer =>
  createSealer(deriveKey(secret, 'clients'));

/** The keys that sign what the OAuth server says. */
export function keyRing({ database, clock, secret }: HubParts): KeyRing {
  return createKeyRing({
    purpose: 'oauth',
    alg: 'RS256',
    rows: keyRows(database),
    sealer: createSealer(deriveKey(secret, 'keys')),
    clock,
  });
}

/**
 * The keys by which other hubs know this one: peers read them once a day (federation.md 2.2), so each is
 * published a day before it signs and a day after.
 */
export function federationKeyRing({ database, clock, secret }: HubParts): KeyRing {
  return createKeyRing({
    purpose: 'federation',
    alg: 'Ed25519',
    rows: keyRows(database),
    sealer: createSealer(deriveKey(secret, 'keys')),
    clock,
    publishedFirstMs: DAY_MS,
    retiredForMs: DAY_MS,
  });
}

/** The key that signs in the name of this hub, asked for anew each time. */
export function activeHubKey(parts: HubParts): () => Promise<SigningKey> {
  const keys = federationKeyRing(parts);
  return async () => {
    const [active] = await keys.signingKeys();
    return signingKeyOf(active as PrivateJwk);
  };
}
