import type { JsonRules, JsonValue } from '../../openbadges/index.js';
import { readJson, readJsonBytes } from '../../openbadges/index.js';
import { MessageRefused } from './message-refused.js';

/** How large a document between hubs may be; the limits of messages themselves where absent. */
export interface StrictJsonLimits {
  readonly maxBytes?: number;
  readonly maxDepth?: number;
  /** Of all objects together. */
  readonly maxMembers?: number;
}

export const MAX_SET_BYTES = 64 * 1024;
/** Of a discovery document and of a key set. */
export const MAX_DESCRIPTION_BYTES = 16 * 1024;

/** What a peer answers when it was asked: pages of messages, snapshots, collections of 1,000 badges. */
export const ANSWER_LIMITS = {
  maxBytes: 8 * 1024 * 1024,
  maxMembers: 50_000,
} as const satisfies StrictJsonLimits;

const MESSAGE_RULES = {
  maxBytes: MAX_SET_BYTES,
  maxDepth: 16,
  maxMembers: 256,
  nullMembers: 'kept',
  wholeNumbers: 'exact',
} as const satisfies Partial<JsonRules>;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads I-JSON (RFC 7493) as hubs exchange it: UTF-8 without a byte order mark, no member twice, no
 * half of a character, whole numbers within 2^53, at most 16 levels and 256 members.
 *
 * @throws MessageRefused `too-large` or `bad-json`
 */
export function parseStrictJson(
  input: Uint8Array | string,
  limits: StrictJsonLimits = {},
): JsonValue {
  const { maxMembers = MESSAGE_RULES.maxMembers, maxBytes = MESSAGE_RULES.maxBytes } = limits;
  if (input.length > maxBytes) throw new MessageRefused('too-large');
  if (startsWithMark(input)) throw new MessageRefused('bad-json');
  // A list has values that are no members; a document has room for as many of them again.
  const rules = { ...MESSAGE_RULES, ...limits, maxValues: Math.max(10_000, 2 * maxMembers) };
  const json = typeof input === 'string' ? readJson(input, rules) : readJsonBytes(input, rules);
  if (json.kind === 'broken') throw new MessageRefused('bad-json');
  return json.value;
}

function startsWithMark(input: Uint8Array | string): boolean {
  return typeof input === 'string'
    ? input.startsWith('\uFEFF')
    : BYTE_ORDER_MARK.every((byte, at) => input[at] === byte);
}
