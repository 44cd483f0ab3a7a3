export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** Made without a prototype, so that no member name means anything to JavaScript. */
export interface JsonObject {
  readonly [member: string]: JsonValue | undefined;
}

export type JsonReading =
  | { readonly kind: 'read'; readonly value: JsonValue }
  | { readonly kind: 'broken'; readonly because: string };

export const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;
/** A badge has a few dozen; a hundred thousand would keep every check busy for a second. */
const MAX_VALUES = 10_000;

/** How large a document may be. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxValues: number;
}

const BADGE_LIMITS: JsonLimits = { maxBytes: MAX_DOCUMENT_BYTES, maxValues: MAX_VALUES };
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads UTF-8 bytes, with or without a byte order mark; see {@link readJson}. */
export function readJsonBytes(bytes: Uint8Array, limits = BADGE_LIMITS): JsonReading {
  if (bytes.byteLength > limits.maxBytes) return broken('it is too large');
  const text = decodeUtf8(bytes);
  return text === undefined ? broken('it is not UTF-8 text') : readJson(text, limits);
}

/** Undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads JSON that every program reads alike: no member twice, no number beyond double precision's
 * range, no half of a character, at most 32 levels and as many values as the limits say (10,000).
 * Members that are null are left out, which is what JSON-LD takes them for. Works in linear time and
 * never throws.
 */
export function readJson(text: string, limits = BADGE_LIMITS): JsonReading {
  if (text.length > limits.maxBytes) return broken('it is too large');
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return broken('it is not JSON');
  }
  const fault = faultInMembers(plain, limits.maxValues);
  if (fault !== undefined) return broken(fault);
  const tidy = tidied(value);
  return tidy === undefined
    ? broken('it holds a number or a character that cannot be represented')
    : { kind: 'read', value: tidy };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(because: string): JsonReading {
  return { kind: 'broken', because };
}

/** Looks for too many values, too deep nesting and repeated members in text known to be JSON. */
function faultInMembers(text: string, maxValues: number): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let lastString = '""';
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      lastString = text.slice(at, end + 1);
      at = end;
    } else if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ':') {
      const name = String(JSON.parse(lastString));
      const names = open.at(-1);
      if (names?.has(name)) return 'it names a member twice';
      names?.add(name);
    }
    if (character === ',' || character === '{' || character === '[') values += 1;
    if (values > maxValues) return 'it holds too many values';
    if (open.length > MAX_DEPTH) return 'it is nested deeper than 32 levels';
  }
  return undefined;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Undefined when a number is not finite or a text holds half of a surrogate pair. */
function tidied(value: unknown): JsonValue | undefined {
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? undefined : value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(tidied);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const copy: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const [member, content] of Object.entries(value as object)) {
    const tidy = tidied(content);
    if (tidy === undefined || LONE_SURROGATE.test(member)) return undefined;
    if (tidy !== null) copy[member] = tidy;
  }
  return copy;
}
