import { readdirSync, readFileSync } from 'node:fs';

import { badgeToSign, hostedBadge } from './issue-badge.js';
import type { BadgeOptions, BadgeUrls, IssuedVersion, Members } from './issue-badge.js';
import { endorsementOf } from './issue-endorsement.js';
import type { EndorsementOptions } from './issue-endorsement.js';
import { keyFor, signText } from './issue-jws.js';
import type { Signing } from './issue-jws.js';
import type { KeyName } from './issue-keys.js';
import { issuePng } from './issue-picture.js';
import { fill } from './issue-macros.js';

/**
 * One case of test/vectors: a whole badge of https://issuer.example, what is different about it, and
 * what has to come out. test/vectors/README.md explains the members.
 */
export interface Vector {
  readonly title: string;
  readonly versions: readonly IssuedVersion[];
  /** Hosted when absent. */
  readonly form?: 'signed';
  readonly recipient?: Pick<BadgeOptions, 'recipient' | 'salt'>;
  readonly change?: Readonly<Record<string, Members>>;
  readonly serve?: Readonly<Record<string, Served>>;
  readonly sign?: Signing & { readonly published?: KeyName };
  readonly payload?: string;
  readonly tamper?: Tampering;
  readonly endorse?: readonly (EndorsementOptions & { readonly of: Endorsed })[];
  readonly from?: unknown;
  readonly at?: string;
  readonly recipients?: readonly string[];
  readonly accepted?: { readonly change?: Members; readonly text?: string };
  readonly verdict: string;
  readonly finding?: string | readonly string[];
  readonly endorsements?: readonly string[];
}

interface Served {
  readonly status?: number;
  readonly body?: unknown;
  /** Counts as a body of so many bytes. */
  readonly bytes?: number;
  readonly finalUrl?: string;
  readonly contentType?: string;
  readonly unreachable?: 'not-reached' | 'too-large';
}

type Endorsed = 'assertion' | 'badgeClass' | 'issuer';
type Tampering = Members | 'truncated' | 'signature-of-another' | 'no-signature';

/** What the hub is asked, in its own words but not in its types. */
export interface Case {
  readonly name: string;
  readonly vector: Vector;
  readonly source:
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'json'; readonly text: string }
    | { readonly kind: 'image'; readonly bytes: Uint8Array };
  readonly fetch: (url: string, want: { readonly maxBytes: number }) => Promise<Answer>;
  readonly question: {
    readonly at: Date;
    readonly recipients?: readonly string[];
    readonly accepted?: Uint8Array;
  };
}

type Answer =
  | {
      readonly kind: 'answered';
      readonly url: string;
      readonly status: number;
      readonly contentType: string;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreachable'; readonly because: 'not-reached' | 'too-large' };

type Document = Members | string | Uint8Array;

const FOLDER = new URL('../vectors/', import.meta.url);
const AT = '2025-01-01T00:00:00Z';
const DROPPED = '(dropped)';

/** Every case of the given files of test/vectors, once for each of its versions; of all when none is given. */
export function vectorCases(...files: readonly string[]): readonly Case[] {
  const names = files.length > 0 ? files.map((file) => `${file}.json`) : vectorFiles();
  return names.flatMap((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const vectors = JSON.parse(text) as readonly Vector[];
    const topic = name.replace('.json', '');
    return vectors.flatMap((vector) =>
      vector.versions.map((version) => issueCase(topic, vector, version)),
    );
  });
}

function vectorFiles(): readonly string[] {
  return readdirSync(FOLDER).filter((name) =>
    /^(?!(recipient|signature|png)-).*\.json$/.test(name),
  );
}

function issueCase(topic: string, vector: Vector, version: IssuedVersion): Case {
  const { urls, assertion, documents, jws } = issue(vector, version);
  const later = { jws, assertion, urls };
  const served = fill(vector.serve ?? {}, later) as Readonly<Record<string, Served>>;
  const byUrl = new Map(Object.entries(served).map(([name, how]) => [urlOf(name, urls), how]));
  const accepted = acceptedBytes(vector, assertion);
  return {
    name: `${topic}, ${version}${vector.form === undefined ? '' : `, ${vector.form}`}: ${vector.title}`,
    vector,
    source: sourceOf(fill(vector.from, later), urls, jws),
    fetch: (url, { maxBytes }) =>
      Promise.resolve(answerFor(url, documents.get(url), byUrl.get(url) ?? {}, maxBytes)),
    question: {
      at: new Date(vector.at ?? AT),
      ...(vector.recipients && { recipients: vector.recipients }),
      ...(accepted && { accepted }),
    },
  };
}

interface Issued {
  readonly urls: BadgeUrls;
  readonly assertion: Members;
  readonly documents: ReadonlyMap<string, Document>;
  readonly jws?: string;
}

function issue(vector: Vector, version: IssuedVersion): Issued {
  const { form, recipient = {}, sign = {} } = vector;
  const change = fill(vector.change ?? {}) as Readonly<Record<string, Members>>;
  const plain = form === 'signed' ? badgeToSign({ version }) : hostedBadge({ version });
  const endorsements = endorse(vector, plain);
  const changes = {
    assertion: { ...endorsements.members.assertion, ...withoutDropped(change['assertion']) },
    badgeClass: { ...endorsements.members.badgeClass, ...withoutDropped(change['badgeClass']) },
    issuer: { ...endorsements.members.issuer, ...withoutDropped(change['issuer']) },
  };
  const options = { version, ...recipient, changes };
  const badge =
    form === 'signed'
      ? badgeToSign(options, sign.published ?? sign.key ?? keyFor(sign.alg))
      : hostedBadge(options);
  const documents = new Map<string, Document>([
    ...badge.documents,
    ...endorsements.documents,
    [badge.urls.image, issuePng()],
  ]);
  for (const [name, members] of Object.entries(change)) {
    if (name in changes) continue;
    const url = urlOf(name, badge.urls);
    const before = documents.get(url);
    documents.set(url, { ...(isMembers(before) && before), ...withoutDropped(members) });
  }
  const { urls, assertion } = badge;
  if (form !== 'signed') return { urls, assertion, documents };
  return { urls, assertion, documents, jws: signBadge(vector, assertion) };
}

function signBadge({ sign = {}, payload, tamper }: Vector, assertion: Members): string {
  const jws = signText(payload ?? JSON.stringify(assertion), fill(sign) as Signing);
  const [head = '', body = '', signature = ''] = jws.split('.');
  if (tamper === undefined) return jws;
  if (tamper === 'truncated') return jws.slice(0, -20);
  if (tamper === 'no-signature') return `${head}.${body}.`;
  if (tamper === 'signature-of-another') {
    const other = signText(
      JSON.stringify({ ...assertion, issuedOn: '2024-05-05T00:00:00Z' }),
      sign,
    );
    return `${head}.${body}.${other.split('.')[2] ?? ''}`;
  }
  const changed = JSON.stringify({ ...assertion, ...tamper });
  return `${head}.${Buffer.from(changed).toString('base64url')}.${signature}`;
}

/** Endorsed documents name their endorsements; what those are about is known before. */
function endorse({ endorse: wanted = [] }: Vector, badge: Pick<Issued, 'urls' | 'assertion'>) {
  const documents = new Map<string, Members>();
  const members: Record<Endorsed, Record<string, unknown>> = {
    assertion: {},
    badgeClass: {},
    issuer: {},
  };
  for (const [index, { of, ...options }] of wanted.entries()) {
    const endorsed = of === 'assertion' ? String(badge.assertion['id']) : badge.urls[of];
    const made = endorsementOf(endorsed, index + 1, {
      ...options,
      ...(options.change && { change: withoutDropped(options.change) }),
    });
    for (const [url, document] of made.documents) documents.set(url, document);
    const before = (members[of]['endorsement'] ?? []) as readonly unknown[];
    members[of]['endorsement'] = [...before, made.reference];
  }
  return { documents, members };
}

function isMembers(document: Document | undefined): document is Members {
  return typeof document === 'object' && !(document instanceof Uint8Array);
}

function withoutDropped(members: Members = {}): Members {
  const entries = Object.entries(members);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === DROPPED ? undefined : value]),
  );
}

function urlOf(name: string, urls: BadgeUrls): string {
  return new Map<string, string>(Object.entries(urls)).get(name) ?? name;
}

function sourceOf(from: unknown, urls: BadgeUrls, jws: string | undefined): Case['source'] {
  if (from instanceof Uint8Array) return { kind: 'image', bytes: from };
  if (typeof from === 'string') return { kind: 'url', url: urlOf(from, urls) };
  if (typeof from === 'object' && from !== null && 'text' in from) {
    return { kind: 'json', text: String(from.text) };
  }
  return jws === undefined ? { kind: 'url', url: urls.assertion } : { kind: 'json', text: jws };
}

function answerFor(
  url: string,
  document: Document | undefined,
  served: Served,
  maxBytes: number,
): Answer {
  if (served.unreachable !== undefined) return { kind: 'unreachable', because: served.unreachable };
  const isServed = document !== undefined || served.body !== undefined;
  const body = bytesOf(served.body ?? document ?? '');
  if ((served.bytes ?? body.byteLength) > maxBytes) {
    return { kind: 'unreachable', because: 'too-large' };
  }
  const { status = isServed ? 200 : 404, contentType = 'application/json' } = served;
  return { kind: 'answered', url: served.finalUrl ?? url, status, contentType, body };
}

function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}

function acceptedBytes({ accepted }: Vector, assertion: Members): Uint8Array | undefined {
  if (accepted === undefined) return undefined;
  const before = { ...assertion, ...withoutDropped(accepted.change) };
  // Written otherwise on purpose: only what it says may count.
  const reversed = Object.fromEntries(Object.entries(before).reverse());
  return new TextEncoder().encode(accepted.text ?? JSON.stringify(reversed, undefined, 4));
}
