import type { EventType } from './events.js';
import { EVENT_TYPES } from './events.js';
import { isHubOrigin, isServedBy } from './hub-origin.js';
import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';

/** The versions of the protocol that we speak. */
export const VERSIONS = ['1'] as const;
export type Version = (typeof VERSIONS)[number];

export type HubMode = 'open' | 'approval' | 'allowlist' | 'off';

/** Where a hub of this program answers, below its origin. */
export const HUB_PATHS = {
  discovery: '/.well-known/badge-federation',
  keys: '/federation/v1/jwks',
  hello: '/federation/v1/hello',
  events: '/federation/v1/events',
  poll: '/federation/v1/poll',
  snapshot: '/federation/v1/snapshot',
  client: '/federation/v1/client',
  offers: '/federation/v1/offers',
} as const;

/** A discovery document as it stands on the wire (BFP/1, 2.1). */
export interface DiscoveryDocument {
  readonly issuer: string;
  readonly versions: readonly string[];
  readonly software?: { readonly name: string; readonly version: string };
  readonly name?: string;
  readonly contact?: string;
  readonly policy_uri?: string;
  readonly mode: HubMode;
  readonly jwks_uri: string;
  readonly recovery_thumbprint?: string;
  readonly signing_algs_supported?: readonly string[];
  readonly endpoints: {
    readonly hello: string;
    readonly events: string;
    readonly poll: string;
    readonly snapshot: string;
    readonly authorization_server?: string;
  };
  readonly events_supported?: readonly string[];
  readonly credential_formats?: readonly string[];
  readonly routing?: { readonly link?: boolean; readonly blind?: boolean };
  readonly limits?: Readonly<Partial<Record<LimitName, number>>>;
  readonly retention_days?: { readonly outbox?: number; readonly dedupe?: number };
  readonly also?: Readonly<Record<string, string>>;
}

type LimitName = 'set_bytes' | 'credential_bytes' | 'rate_per_minute' | 'burst' | 'poll_max_events';

/** A hub that can be spoken to, and the version to do it in. */
export interface Discovered {
  readonly document: DiscoveryDocument;
  readonly version: Version;
}

/**
 * Reads what a hub says of itself. Everything it names has to be on its own origin, so that nobody else
 * can speak for it; its authorization server alone may be elsewhere, because only people are sent there.
 *
 * @throws MessageRefused `bad-discovery` or `no-common-version`
 */
export function readDiscovery(json: unknown, origin: string): Discovered {
  if (!hasShape('discovery', json)) throw new MessageRefused('bad-discovery');
  const document = json as DiscoveryDocument;
  const { issuer, jwks_uri, policy_uri, also = {}, endpoints } = document;
  const { authorization_server, ...own } = endpoints;
  const named = [jwks_uri, ...Object.values(own), ...Object.values(also)];
  if (policy_uri !== undefined) named.push(policy_uri);
  const isItsOwn = named.every((url) => isServedBy(url, origin) && !/[?#]/.test(url));
  if (issuer !== origin || !isHubOrigin(origin) || !isItsOwn) {
    throw new MessageRefused('bad-discovery');
  }
  return { document, version: commonVersion(document.versions) };
}

/** The highest that both speak. @throws MessageRefused `no-common-version` */
export function commonVersion(theirs: readonly string[]): Version {
  const common = VERSIONS.filter((version) => theirs.includes(version));
  const highest = common.toSorted((one, other) => Number(other) - Number(one))[0];
  if (highest === undefined) throw new MessageRefused('no-common-version');
  return highest;
}

/** What an operator or the program decides about our own document. */
export interface HubDescription {
  readonly origin: string;
  readonly softwareVersion: string;
  readonly name?: string;
  readonly contact?: string;
  readonly policyUri?: string;
  readonly mode: HubMode;
  readonly recoveryThumbprint?: string;
  readonly authorizationServer: string;
  readonly credentialFormats: readonly string[];
  readonly events?: readonly EventType[];
  readonly limits: Readonly<Record<LimitName, number>>;
  readonly retentionDays: { readonly outbox: number; readonly dedupe: number };
  readonly also?: Readonly<Record<string, string>>;
}

/** Our own discovery document. */
export function describeHub(hub: HubDescription): DiscoveryDocument {
  const at = (path: string): string => hub.origin + path;
  return {
    issuer: hub.origin,
    versions: VERSIONS,
    software: { name: 'backpack-hub', version: hub.softwareVersion },
    ...(hub.name === undefined ? {} : { name: hub.name }),
    ...(hub.contact === undefined ? {} : { contact: hub.contact }),
    ...(hub.policyUri === undefined ? {} : { policy_uri: hub.policyUri }),
    mode: hub.mode,
    jwks_uri: at(HUB_PATHS.keys),
    ...(hub.recoveryThumbprint === undefined
      ? {}
      : { recovery_thumbprint: hub.recoveryThumbprint }),
    signing_algs_supported: ['Ed25519', 'ES256'],
    endpoints: {
      hello: at(HUB_PATHS.hello),
      events: at(HUB_PATHS.events),
      poll: at(HUB_PATHS.poll),
      snapshot: at(HUB_PATHS.snapshot),
      authorization_server: hub.authorizationServer,
    },
    events_supported: hub.events ?? EVENT_TYPES,
    credential_formats: hub.credentialFormats,
    routing: { link: true, blind: false },
    limits: hub.limits,
    retention_days: hub.retentionDays,
    ...(hub.also === undefined ? {} : { also: hub.also }),
  };
}
