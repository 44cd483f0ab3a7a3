import type { z } from 'zod';

import type { Moment } from './read-date.js';
import type { JsonObject } from './strict-json.js';
import type { Achievement, EvidenceItem, IssuerProfile, RecipientIdentity } from '../credential.js';

/** What came of reading one document. Problems and oddities are clauses that name the field. */
export type Reading<Part> =
  | { readonly kind: 'read'; readonly part: Part; readonly oddities: readonly string[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/** Another document, as the one at hand refers to it. */
export type Reference =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'embedded'; readonly document: JsonObject };

/** What every statement of an issuer says of itself: an assertion or an endorsement. */
export interface StatedPart {
  /** The id it gives itself: its URL when hosted. */
  readonly id: string;
  /** The other name by which a revocation list may know it. */
  readonly uid?: string;
  /** A second address that 1.1 and Moodle give; where to fetch it in 1.0. Of signed ones: the key's. */
  readonly verifyUrl?: string;
  /** The key that signed it (2.0, `verification.creator`). */
  readonly creator?: string;
  /** Absent in some of 0.5. */
  readonly issuedOn?: Moment;
  readonly expires?: Moment;
}

export interface AssertionPart extends StatedPart {
  readonly recipient: readonly RecipientIdentity[];
  readonly badge: Reference;
  readonly evidence: readonly EvidenceItem[];
  readonly narrative?: string;
  readonly image?: string;
  readonly endorsements: readonly EndorsementReference[];
}

export interface BadgeClassPart {
  /** Absent in 0.5 and 1.0. */
  readonly id?: string;
  readonly achievement: Omit<Achievement, 'id'>;
  readonly issuer: Reference;
  readonly endorsements: readonly EndorsementReference[];
}

export interface IssuerPart {
  /** Absent in 1.0; the origin in 0.5. */
  readonly id?: string;
  readonly profile: Omit<IssuerProfile, 'id'>;
  readonly scope: HostingScope;
  /** Keys the profile names or holds (2.0, "Profile", `publicKey`). */
  readonly keys: readonly KeyReference[];
  /** URL of the list of what it took back. */
  readonly revocationList?: string;
  readonly endorsements: readonly EndorsementReference[];
}

/** What somebody says of an assertion, a badge class or an issuer (2.0, "Endorsement"). */
export interface EndorsementPart extends StatedPart {
  /** The id of what is endorsed. */
  readonly endorsed: string;
  /** Markdown. */
  readonly comment?: string;
  readonly issuer: Reference;
}

/** An endorsement by its URL, as a copy, or as a compact JWS. */
export type EndorsementReference = Reference | { readonly kind: 'jws'; readonly jws: string };

/** A key by its URL, or as the profile holds it (2.0, "CryptographicKey"). */
export interface KeyReference {
  readonly id: string;
  readonly owner?: string;
  readonly pem?: string;
}

/** Where an issuer says it hosts assertions (2.0, "VerificationObject"); empty when unsaid. */
export interface HostingScope {
  readonly startsWith: readonly string[];
  readonly allowedOrigins: readonly string[];
}

const MAX_PROBLEMS = 5;

/** Reads a document by a schema and turns what is wrong into clauses that name the fields. */
export function readBy<Schema extends z.ZodType>(
  schema: Schema,
  document: JsonObject,
): Reading<z.output<Schema>> {
  const result = schema.safeParse(document);
  if (result.success) return { kind: 'read', part: result.data, oddities: [] };
  const problems = result.error.issues
    .slice(0, MAX_PROBLEMS)
    .map(({ path }) => describe(path, document));
  return { kind: 'unreadable', problems: [...new Set(problems)] };
}

/** The path only ever holds names out of our own schemas, so it is safe to show. */
function describe(path: readonly PropertyKey[], document: JsonObject): string {
  const missing = path.reduce<unknown>(memberOf, document) === undefined;
  const field = path.map(String).join('.');
  const fault = missing ? 'is missing' : 'does not hold what Open Badges asks for';
  return `the field "${field}" ${fault}`;
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Drops members that are undefined, which optional properties may not be. */
export function defined<Value extends object>(value: Value): Defined<Value> {
  const entries = Object.entries(value).filter(([, content]) => content !== undefined);
  return Object.fromEntries(entries) as Defined<Value>;
}

type OptionalKeys<Value> = {
  [Key in keyof Value]-?: undefined extends Value[Key] ? Key : never;
}[keyof Value];
export type Defined<Value> = Omit<Value, OptionalKeys<Value>> & {
  [Key in OptionalKeys<Value>]?: Exclude<Value[Key], undefined>;
};
