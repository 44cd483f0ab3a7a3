import { createHash } from 'node:crypto';

import { PNG } from 'pngjs';

import type { FetchAnswer, FetchDocument } from '../../src/openbadges/index.js';

type Members = Readonly<Record<string, unknown>>;

export interface BadgeOptions {
  readonly version?: 'V1_0' | 'V1_1' | 'V2_0';
  /** Origin that hosts the three documents, without a trailing slash. */
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
  readonly changes?: {
    readonly assertion?: Members;
    readonly badgeClass?: Members;
    readonly issuer?: Members;
  };
}

export interface HostedBadge {
  readonly urls: {
    readonly assertion: string;
    readonly badgeClass: string;
    readonly issuer: string;
    readonly image: string;
  };
  readonly assertion: Members;
  readonly badgeClass: Members;
  readonly issuer: Members;
  /** What the issuer's server has to answer, by URL; the picture is not among it. */
  readonly documents: ReadonlyMap<string, Members>;
}

const CONTEXTS = {
  V1_0: undefined,
  V1_1: 'https://w3id.org/openbadges/v1',
  V2_0: 'https://w3id.org/openbadges/v2',
};

/** The three documents of a hosted badge that verifies VALID once they are served. */
export function hostedBadge(options: BadgeOptions = {}): HostedBadge {
  const { version = 'V2_0', base = 'https://issuer.example', slug = '1', changes = {} } = options;
  const urls = {
    assertion: `${base}/assertions/${slug}`,
    badgeClass: `${base}/classes/welding`,
    issuer: `${base}/issuer`,
    image: `${base}/welding.png`,
  };
  const named = (id: string, type: string) =>
    version === 'V1_0' ? {} : { '@context': CONTEXTS[version], type, id };
  const assertion = {
    ...named(urls.assertion, 'Assertion'),
    ...(version === 'V2_0'
      ? { verification: { type: 'HostedBadge' } }
      : { uid: slug, verify: { type: 'hosted', url: urls.assertion } }),
    recipient: recipientOf(options),
    badge: urls.badgeClass,
    issuedOn: options.issuedOn ?? '2024-03-01T12:00:00Z',
    expires: options.expires,
    ...changes.assertion,
  };
  const badgeClass = {
    ...named(urls.badgeClass, 'BadgeClass'),
    name: options.badgeName ?? 'Welding, level 1',
    description: 'Joins two plates so that they hold.',
    image: urls.image,
    criteria: `${base}/criteria/welding`,
    issuer: urls.issuer,
    tags: ['metal'],
    ...changes.badgeClass,
  };
  const issuer = {
    ...named(urls.issuer, 'Issuer'),
    name: 'Example Workshop',
    url: `${base}/`,
    email: 'badges@issuer.example',
    ...changes.issuer,
  };
  const documents = new Map([
    [urls.assertion, plain(assertion)],
    [urls.badgeClass, plain(badgeClass)],
    [urls.issuer, plain(issuer)],
  ]);
  return {
    urls,
    assertion: plain(assertion),
    badgeClass: plain(badgeClass),
    issuer: plain(issuer),
    documents,
  };
}

/** A port to the network on which only these documents exist; everything else answers 404. */
export function fetchFrom(
  documents: ReadonlyMap<string, Members>,
  others: Readonly<Record<string, Partial<FetchAnswer>>> = {},
): FetchDocument {
  return (url) => {
    const document = documents.get(url);
    const found = document === undefined ? answer(url, 404, '') : answerWith(url, document);
    return Promise.resolve({ ...found, ...others[url] } as FetchAnswer);
  };
}

/** A server's answer that carries a document. */
export function answerWith(url: string, document: Members | string | Uint8Array): FetchAnswer {
  const isBytes = document instanceof Uint8Array || typeof document === 'string';
  return answer(url, 200, isBytes ? document : JSON.stringify(document));
}

/** A small red PNG that really decodes. */
export function samplePng({ width = 8, height = 8 } = {}): Uint8Array {
  const png = new PNG({ width, height });
  png.data.fill(Buffer.from('cc2222ff', 'hex'));
  return new Uint8Array(PNG.sync.write(png));
}

function answer(url: string, status: number, body: string | Uint8Array): FetchAnswer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { kind: 'answered', url, status, contentType: 'application/json', body: bytes };
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
