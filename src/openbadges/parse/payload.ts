import type { JsonObject } from './strict-json.js';
import { isObject, readJson } from './strict-json.js';
import { webUrl } from '../web-url.js';

/** What a text that came from a caller, a picture or a server turned out to be. */
export type Payload =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'document'; readonly document: JsonObject }
  | { readonly kind: 'jws'; readonly document: JsonObject }
  | { readonly kind: 'broken'; readonly because: string };

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Tells a URL, a compact JWS (whose signature is not looked at) and a JSON object apart. */
export function readPayload(text: string): Payload {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) {
    return webUrl(trimmed) === undefined
      ? { kind: 'broken', because: 'it is not a usable http or https URL' }
      : { kind: 'url', url: trimmed };
  }
  return COMPACT_JWS.test(trimmed) ? readJws(trimmed) : readObject(trimmed, 'document');
}

function readJws(jws: string): Payload {
  const payload = jws.split('.')[1] ?? '';
  return readObject(Buffer.from(payload, 'base64url').toString('utf8'), 'jws');
}

function readObject(text: string, kind: 'document' | 'jws'): Payload {
  const json = readJson(text);
  if (json.kind === 'broken') return json;
  return isObject(json.value)
    ? { kind, document: json.value }
    : { kind: 'broken', because: 'it is JSON but not an object' };
}
