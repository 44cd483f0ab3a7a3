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

export interface AssertionPart {
  /** The id it gives itself: its URL when hosted. */
  readonly id: string;
  /** A second address that 1.1 and Moodle give; where to fetch it in 1.0. */
  readonly verifyUrl?: string;
  readonly recipient: readonly RecipientIdentity[];
  readonly badge: Reference;
  readonly issuedOn: Moment;
  readonly expires?: Moment;
  readonly evidence: readonly EvidenceItem[];
  readonly narrative?: string;
  readonly image?: string;
}

export interface BadgeClassPart {
  /** Absent in 1.0. */
  readonly id?: string;
  readonly achievement: Omit<Achievement, 'id'>;
  readonly issuer: Reference;
}

export interface IssuerPart {
  /** Absent in 1.0. */
  readonly id?: string;
  readonly profile: Omit<IssuerProfile, 'id'>;
  readonly scope: HostingScope;
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
