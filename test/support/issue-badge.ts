import { createHash } from 'node:crypto';

import { pemOf } from './issue-keys.js';
import type { KeyName } from './issue-keys.js';

/** An issuer that shares no code with the hub: what it hosts and signs is written after the specifications. */

export type Members = Readonly<Record<string, unknown>>;
export type IssuedVersion = 'V0_5' | 'V1_0' | 'V1_1' | 'V2_0' | 'V2_1';

export interface BadgeOptions {
  readonly version?: IssuedVersion;
  /** Origin that hosts the documents, without a trailing slash. */
  readonly base?: string;
  /** Tells several badges of one issuer apart; part of the assertion's URL. */
  readonly slug?: string;
  readonly recipient?: string;
  /** With a salt the recipient is named by its hash. */
  readonly salt?: string;
  readonly badgeName?: string;
  readonly issuedOn?: string;
  readonly expires?: string;
  /** Members to set, or to drop when undefined. */
  readonly changes?: Changes;
}

export interface Changes {
  readonly assertion?: Members;
  readonly badgeClass?: Members;
  readonly issuer?: Members;
}

export interface BadgeUrls {
  readonly assertion: string;
  readonly badgeClass: string;
  readonly issuer: string;
  readonly image: string;
  readonly key: string;
  readonly revocations: string;
}

export interface HostedBadge {
  readonly urls: BadgeUrls;
  readonly assertion: Members;
  readonly badgeClass: Members;
  readonly issuer: Members;
  /** What the issuer's server has to answer, by URL; the picture is not among it. */
  readonly documents: ReadonlyMap<string, Members>;
}

/** A badge to be signed: the assertion is the payload, and nobody hosts it. */
export interface BadgeToSign extends Omit<HostedBadge, 'documents'> {
  /** What the issuer's server has to answer; the key of 1.0 and 1.1 is a PEM file. */
  readonly documents: ReadonlyMap<string, Members | string>;
}

const CONTEXTS = {
  V0_5: undefined,
  V1_0: undefined,
  V1_1: 'https://w3id.org/openbadges/v1',
  V2_0: 'https://w3id.org/openbadges/v2',
  // Badges of 2.1 are those of 2.0; its own context is about what hosts answer.
  V2_1: [
    'https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld',
    'https://w3id.org/openbadges/v2',
  ],
};

/** The documents of a hosted badge that verifies VALID once they are served. */
export function hostedBadge(options: BadgeOptions = {}): HostedBadge {
  const urls = urlsOf(options);
  if (options.version === 'V0_5') return earlyBadge(options, urls);
  const { version = 'V2_0', slug = '1', changes = {} } = options;
  const verification = isTwo(version)
    ? { verification: { type: 'HostedBadge' } }
    : { uid: slug, verify: { type: 'hosted', url: urls.assertion } };
  const assertion = assertionOf(options, { id: urls.assertion, ...verification });
  const badgeClass = badgeClassOf(options);
  const issuer = plain({ ...issuerOf(options), ...changes.issuer });
  const documents = new Map([
    [urls.assertion, assertion],
    [urls.badgeClass, badgeClass],
    [urls.issuer, issuer],
  ]);
  return { urls, assertion, badgeClass, issuer, documents };
}

/** The documents of a badge that verifies VALID once it is signed with this key. */
export function badgeToSign(options: BadgeOptions = {}, key: KeyName = 'issuer'): BadgeToSign {
  const { version = 'V2_0', slug = '1', changes = {} } = options;
  const urls = urlsOf(options);
  const verification = isTwo(version)
    ? { verification: { type: 'SignedBadge', creator: urls.key } }
    : { uid: slug, verify: { type: 'signed', url: urls.key } };
  const id = `urn:uuid:00000000-0000-4000-8000-${slug.padStart(12, '0')}`;
  const assertion = assertionOf(options, { id, ...verification });
  const badgeClass = badgeClassOf(options);
  const issuer = plain({
    ...issuerOf(options),
    ...(isTwo(version) && { publicKey: urls.key }),
    revocationList: urls.revocations,
    ...changes.issuer,
  });
  const documents = new Map<string, Members | string>([
    [urls.badgeClass, badgeClass],
    [urls.issuer, issuer],
    [urls.key, isTwo(version) ? keyDocument(options, urls, key) : pemOf(key)],
    [urls.revocations, isTwo(version) ? revocationList(options, urls) : {}],
  ]);
  return { urls, assertion, badgeClass, issuer, documents };
}

function urlsOf({ base = 'https://issuer.example', slug = '1' }: BadgeOptions): BadgeUrls {
  return {
    assertion: `${base}/assertions/${slug}`,
    badgeClass: `${base}/classes/welding`,
    issuer: `${base}/issuer`,
    image: `${base}/welding.png`,
    key: `${base}/key`,
    revocations: `${base}/revoked`,
  };
}

function isTwo(version: IssuedVersion): boolean {
  return version === 'V2_0' || version === 'V2_1';
}

/** 1.1 and later name their documents; 1.0 does not. */
function named({ version = 'V2_0' }: BadgeOptions, id: string, type: string): Members {
  return version === 'V1_0' ? {} : { '@context': CONTEXTS[version], type, id };
}

function assertionOf(
  options: BadgeOptions,
  { id, ...verification }: { id: string } & Members,
): Members {
  const { issuedOn = '2024-03-01T12:00:00Z', expires, changes = {} } = options;
  return plain({
    ...named(options, id, 'Assertion'),
    ...verification,
    recipient: recipientOf(options),
    badge: urlsOf(options).badgeClass,
    issuedOn,
    expires,
    ...changes.assertion,
  });
}

function badgeClassOf(options: BadgeOptions): Members {
  const { base = 'https://issuer.example', badgeName = 'Welding, level 1', changes = {} } = options;
  const urls = urlsOf(options);
  return plain({
    ...named(options, urls.badgeClass, 'BadgeClass'),
    name: badgeName,
    description: 'Joins two plates so that they hold.',
    image: urls.image,
    criteria: `${base}/criteria/welding`,
    issuer: urls.issuer,
    tags: ['metal'],
    ...changes.badgeClass,
  });
}

function issuerOf(options: BadgeOptions): Members {
  const { base = 'https://issuer.example' } = options;
  return {
    ...named(options, urlsOf(options).issuer, 'Issuer'),
    name: 'Example Workshop',
    url: `${base}/`,
    email: 'badges@issuer.example',
  };
}

/** One document that holds all, with paths below the issuer's origin (0.5). */
function earlyBadge(options: BadgeOptions, urls: BadgeUrls): HostedBadge {
  const { base = 'https://issuer.example', changes = {} } = options;
  const { identity, salt } = recipientOf(options);
  const issuer = plain({
    origin: base,
    name: 'Example Workshop',
    org: 'Metal department',
    contact: 'badges@issuer.example',
    ...changes.issuer,
  });
  const badgeClass = plain({
    version: '0.5.0',
    name: options.badgeName ?? 'Welding, level 1',
    description: 'Joins two plates so that they hold.',
    image: '/welding.png',
    criteria: '/criteria/welding',
    issuer,
    ...changes.badgeClass,
  });
  const assertion = plain({
    recipient: identity,
    salt,
    evidence: '/evidence/1',
    issued_on: (options.issuedOn ?? '2024-03-01').slice(0, 10),
    expires: options.expires?.slice(0, 10),
    badge: badgeClass,
    ...changes.assertion,
  });
  return { urls, assertion, badgeClass, issuer, documents: new Map([[urls.assertion, assertion]]) };
}

function keyDocument({ version = 'V2_0' }: BadgeOptions, urls: BadgeUrls, key: KeyName): Members {
  return {
    '@context': CONTEXTS[version],
    type: 'CryptographicKey',
    id: urls.key,
    owner: urls.issuer,
    publicKeyPem: pemOf(key),
  };
}

function revocationList({ version = 'V2_0' }: BadgeOptions, urls: BadgeUrls): Members {
  return {
    '@context': CONTEXTS[version],
    type: 'RevocationList',
    id: urls.revocations,
    issuer: urls.issuer,
    revokedAssertions: ['urn:uuid:ffffffff-0000-4000-8000-000000000000'],
  };
}

function recipientOf({ recipient = 'earner@example.org', salt }: BadgeOptions): Members {
  if (salt === undefined) return { type: 'email', identity: recipient, hashed: false };
  const hex = createHash('sha256').update(recipient).update(salt).digest('hex');
  return { type: 'email', identity: `sha256$${hex}`, hashed: true, salt };
}

/** As it looks after a journey over the wire: members that are undefined are gone. */
function plain(document: Members): Members {
  return JSON.parse(JSON.stringify(document)) as Members;
}
