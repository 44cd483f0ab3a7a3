import { detectKind } from './detect-version.js';
import type { Kind } from './detect-version.js';
import { readPayload } from './payload.js';
import type { Payload } from './payload.js';

/** A text that may be a badge, read by itself: nothing it refers to was looked at, nothing believed. */
export type Parsed = Payload & Partial<Kind>;

/**
 * Tells what a text is: the URL of a badge, a JSON document, or a compact JWS (its signature is not
 * checked), with the version and the form its content speaks for. Without a version it is no badge
 * that is known. Never throws.
 */
export function parse(text: string): Parsed {
  const payload = readPayload(text);
  if (payload.kind === 'url' || payload.kind === 'broken') return payload;
  return { ...payload, ...detectKind(payload.document) };
}
