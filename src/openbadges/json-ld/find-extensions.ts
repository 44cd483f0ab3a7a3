import type { JsonObject, JsonValue } from '../parse/strict-json.js';
import { isObject } from '../parse/strict-json.js';
import { bundledContext } from './bundled-contexts.js';
import type { KnownExtension } from './known-extensions.js';
import { KNOWN_EXTENSIONS } from './known-extensions.js';

const NAMESPACES = ['extensions:', 'https://w3id.org/openbadges/extensions#'];
const EXTENSION_TYPES = ['Extension', 'obi:Extension', 'https://w3id.org/openbadges#Extension'];

/** An object that adds to a badge what the specification does not have (2.0, "Extensions"). */
export interface FoundExtension {
  readonly object: JsonObject;
  /** What it is an example of; empty when this hub does not know. */
  readonly known: readonly KnownExtension[];
}

/**
 * The extensions anywhere in a document: objects with a context of their own and a type that says
 * so, and objects under a name of the extensions' namespace.
 */
export function* findExtensions(document: JsonObject): Generator<FoundExtension> {
  const queue: Place[] = [{ value: document, member: '' }];
  // A loop instead of recursion: a hostile document has some hundred thousand places.
  for (const { value, member } of queue) {
    if (!isObject(value)) {
      for (const item of value) if (isPlace(item)) queue.push({ value: item, member });
      continue;
    }
    if (isExtension(value, member)) yield { object: value, known: whichOf(value) };
    for (const [name, content] of Object.entries(value)) {
      if (name !== '@context' && isPlace(content)) queue.push({ value: content, member: name });
    }
  }
}

/** Where an extension may be, with the name of the member that leads there. */
interface Place {
  readonly value: JsonObject | readonly JsonValue[];
  readonly member: string;
}

function isPlace(value: JsonValue | undefined): value is Place['value'] {
  return typeof value === 'object' && value !== null;
}

function isExtension(object: JsonObject, member: string): boolean {
  if (nameIn(member) !== undefined) return true;
  if (object['@context'] === undefined) return false;
  const types = typesOf(object);
  return types.some((type) => EXTENSION_TYPES.includes(type) || nameIn(type) !== undefined);
}

/**
 * The type decides, among the extensions whose contexts the object names. One that names none has
 * the contexts of what surrounds it. A context that is not held may give any name another meaning.
 */
function whichOf(object: JsonObject): readonly KnownExtension[] {
  const types = typesOf(object);
  const contexts = listed(object['@context']).map((one) =>
    typeof one === 'string' ? bundledContext(one) : undefined,
  );
  if (contexts.includes(undefined)) return [];
  const held = contexts.flatMap((context) => context?.extension ?? []);
  const possible = held.length > 0 ? held : KNOWN_EXTENSIONS;
  const named = possible.filter((extension) => types.some((type) => isTypeOf(extension, type)));
  return named.length > 0 ? named : held;
}

/** Issuers do not agree on capital letters: `extensions:OriginalCreator`, `…:originalCreator`. */
function isTypeOf({ name, aliases }: KnownExtension, type: string): boolean {
  const plain = nameIn(type)?.toLowerCase();
  return [name, ...aliases].some((own) => own.toLowerCase() === plain);
}

/** Undefined when the name is not one of the extensions' namespace. */
function nameIn(name: string): string | undefined {
  const namespace = NAMESPACES.find((prefix) => name.startsWith(prefix));
  return namespace === undefined ? undefined : name.slice(namespace.length);
}

/** Early versions of 1.1 wrote `@type`. */
function typesOf(object: JsonObject): readonly string[] {
  return [...listed(object['type']), ...listed(object['@type'])].filter(
    (type) => typeof type === 'string',
  );
}

function listed(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}
