import canonicalize from 'canonicalize';

import type { JsonObject, JsonValue } from '../parse/strict-json.js';
import { isObject, readJsonBytes } from '../parse/strict-json.js';

/** The credential as it was accepted earlier; undefined when none was, or it was no JSON. */
export function acceptedDocument(bytes: Uint8Array | undefined): JsonObject | undefined {
  if (bytes === undefined) return undefined;
  const json = readJsonBytes(bytes);
  return json.kind === 'read' && isObject(json.value) ? json.value : undefined;
}

/** Do both say the same, however it is written (RFC 8785)? */
export function isSameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return canonicalize(one) === canonicalize(other);
}
