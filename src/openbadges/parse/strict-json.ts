export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** Made without a prototype, so that no member name means anything to JavaScript. */
export interface JsonObject {
  readonly [member: string]: JsonValue | undefined;
}

interface Broken {
  readonly kind: 'broken';
  readonly because: string;
}

export type JsonReading = Broken | { readonly kind: 'read'; readonly value: JsonValue };

export const MAX_DOCUMENT_BYTES = 1024 * 1024;
/** A badge has a few dozen; a hundred thousand would keep every check busy for a second. */
const MAX_VALUES = 10_000;

/** How large a document may be, and what may be in it. */
export interface JsonRules {
  readonly maxBytes: number;
  readonly maxValues: number;
  readonly maxDepth: number;
  /** Of all objects together. */
  readonly maxMembers: number;
  /** JSON-LD takes a member that is null for one that is not there. */
  readonly nullMembers: 'left out' | 'kept';
  /** I-JSON (RFC 7493, 2.2) knows no whole number that double precision would round. */
  readonly wholeNumbers: 'any' | 'exact';
}

const BADGE_RULES: JsonRules = {
  maxBytes: MAX_DOCUMENT_BYTES,
  maxValues: MAX_VALUES,
  maxDepth: 32,
  maxMembers: Infinity,
  nullMembers: 'left out',
  wholeNumbers: 'any',
};
const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPED_SURROGATE = /\\ud[89a-f]/i;

/** Reads UTF-8 bytes, with or without a byte order mark; see {@link readJson}. */
export function readJsonBytes(bytes: Uint8Array, changed: Partial<JsonRules> = {}): JsonReading {
  const { maxBytes } = { ...BADGE_RULES, ...changed };
  if (bytes.byteLength > maxBytes) return broken('it is too large');
  const text = decodeUtf8(bytes);
  return text === undefined ? broken('it is not UTF-8 text') : readJson(text, changed);
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
 * range, no half of a character, and no more than the rules of badges say, or those that are given
 * instead. Works in linear time and never throws.
 */
export function readJson(text: string, changed: Partial<JsonRules> = {}): JsonReading {
  const rules = { ...BADGE_RULES, ...changed };
  if (text.length > rules.maxBytes) return broken('it is too large');
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const counted = countMembers(plain, rules);
  if (counted.kind === 'broken') return counted;
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return broken('it is not JSON');
  }
  const mayHoldHalves = LONE_SURROGATE.test(plain) || ESCAPED_SURROGATE.test(plain);
  const tidy = tidied(value, mayHoldHalves, rules);
  if (tidy === undefined) {
    return broken('it holds a number or a character that cannot be represented');
  }
  // Of members with the same name only the last one is there.
  return tidy.members < counted.members
    ? broken('it names a member twice')
    : { kind: 'read', value: tidy.value };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(because: string): Broken {
  return { kind: 'broken', because };
}

type Counted = Broken | { readonly kind: 'counted'; readonly members: number };

/**
 * Counts names in text that may be JSON, and gives up when it holds too many values or is too deep:
 * before anything is made of it. Of other text it may say anything.
 */
function countMembers(text: string, rules: JsonRules): Counted {
  let [depth, values, members] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case SIGNS.quote:
        at = endOfString(text, at);
        break;
      case SIGNS.openObject:
      case SIGNS.openList:
        depth += 1;
        values += 1;
        if (depth > rules.maxDepth)
          return broken(`it is nested deeper than ${rules.maxDepth} levels`);
        break;
      case SIGNS.closeObject:
      case SIGNS.closeList:
        depth -= 1;
        break;
      case SIGNS.colon:
        members += 1;
        break;
      case SIGNS.comma:
        values += 1;
        break;
    }
    if (values > rules.maxValues) return broken('it holds too many values');
    if (members > rules.maxMembers) return broken('it holds too many members');
  }
  return { kind: 'counted', members };
}

const SIGNS = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;
const BACKSLASH = 0x5c;

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

interface Tidy {
  readonly value: JsonValue;
  /** How many members all its objects had. */
  readonly members: number;
}

/** Undefined when a number cannot be represented or a text holds half of a surrogate pair. */
function tidied(root: unknown, mayHoldHalves: boolean, rules: JsonRules): Tidy | undefined {
  let members = 0;
  const isWhole = (text: string) => !mayHoldHalves || !LONE_SURROGATE.test(text);
  const isKept = (number: number) =>
    Number.isFinite(number) &&
    (rules.wholeNumbers === 'any' || !Number.isInteger(number) || Number.isSafeInteger(number));
  const tidy = (value: unknown): JsonValue | undefined => {
    if (typeof value === 'string') return isWhole(value) ? value : undefined;
    if (typeof value === 'number') return isKept(value) ? value : undefined;
    if (typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(tidy);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    const copy: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
    const entries = Object.entries(value as object);
    members += entries.length;
    for (const [member, content] of entries) {
      const inner = tidy(content);
      if (inner === undefined || !isWhole(member)) return undefined;
      if (inner !== null || rules.nullMembers === 'kept') copy[member] = inner;
    }
    return copy;
  };
  const value = tidy(root);
  return value === undefined ? undefined : { value, members };
}
