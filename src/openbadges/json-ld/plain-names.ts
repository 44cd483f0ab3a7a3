import type { JsonObject, JsonValue } from '../parse/strict-json.js';
import { isObject } from '../parse/strict-json.js';
import { bundledContext } from './bundled-contexts.js';
import type { ContextDocument } from './known-extensions.js';

type Terms = ContextDocument['@context'];

const CORE_TERMS: Terms =
  bundledContext('https://w3id.org/openbadges/v2')?.document['@context'] ?? {};

/**
 * Gives members the short names their context has for them. JSON-LD leaves it to the writer whether
 * a member is called `geo`, `schema:geo` or `http://schema.org/geo`; a JSON Schema knows one name.
 */
export function withPlainNames(original: JsonObject, names: PlainNames): JsonObject {
  const copy = Object.create(null) as Record<string, JsonValue | undefined>;
  for (const [name, value] of Object.entries(original)) {
    const plain = names.get(name);
    // One that has its plain name already comes before all others.
    if (plain !== undefined && plain in original) continue;
    copy[plain ?? name] = withPlainNamesInside(value, names);
  }
  return copy;
}

/** From any other name of a term to the term. */
export type PlainNames = ReadonlyMap<string, string>;

export function plainNames({ '@context': terms }: ContextDocument): PlainNames {
  const all: Terms = { ...CORE_TERMS, ...terms };
  return new Map(Object.keys(terms).flatMap((term) => otherNames(term, all)));
}

function otherNames(term: string, terms: Terms): readonly (readonly [string, string])[] {
  const definition = nameOf(term, terms);
  // One term may be another name of another one.
  if (terms[definition] !== undefined) return [[term, definition]];
  const iri = iriFrom(definition, terms);
  const compact = Object.keys(terms).flatMap((prefix) => {
    const namespace = nameOf(prefix, terms);
    return isNamespace(namespace) && iri.startsWith(namespace)
      ? [`${prefix}:${iri.slice(namespace.length)}`]
      : [];
  });
  return [iri, ...compact].map((name) => [name, term]);
}

function nameOf(term: string, terms: Terms): string {
  const definition = terms[term] ?? '';
  return typeof definition === 'string' ? definition : (definition['@id'] ?? '');
}

function iriFrom(name: string, terms: Terms): string {
  const colon = name.indexOf(':');
  const namespace = nameOf(name.slice(0, colon), terms);
  return isNamespace(namespace) ? namespace + name.slice(colon + 1) : name;
}

/** JSON-LD 1.1, "Compact IRIs": what ends like this may stand before the colon. */
function isNamespace(iri: string): boolean {
  return /^https?:.*[/#]$/.test(iri);
}

function withPlainNamesInside(
  value: JsonValue | undefined,
  names: PlainNames,
): JsonValue | undefined {
  if (isObject(value)) return withPlainNames(value, names);
  if (!Array.isArray(value)) return value;
  return value.map((item: JsonValue) => (isObject(item) ? withPlainNames(item, names) : item));
}
