import type { JsonObject } from './strict-json.js';
import { decodeUtf8, isObject, readJson } from './strict-json.js';
import { webUrl } from '../web-url.js';

/** What a text that came from a caller, a picture or a server turned out to be. */
export type Payload =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'document'; readonly document: JsonObject }
  /** A compact JWS; its signature is not looked at here. */
  | {
      readonly kind: 'jws';
      readonly document: JsonObject;
      readonly header: JsonObject;
      readonly jws: string;
    }
  | { readonly kind: 'broken'; readonly because: string };

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Has a text the form of a compact JWS (RFC 7515, section 7.1)? An empty signature passes: that it proves
 * nothing is for the report.
 */
export function isCompactJws(text: string): boolean {
  return COMPACT_JWS.test(text);
}

/** Tells a URL, a compact JWS (whose signature is not looked at) and a JSON object apart. */
export function readPayload(text: string): Payload {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) {
    return webUrl(trimmed) === undefined
      ? { kind: 'broken', because: 'it is not a usable http or https URL' }
      : { kind: 'url', url: trimmed };
  }
  if (isCompactJws(trimmed)) return readJws(trimmed);
  const json = readObject(trimmed);
  return json.kind === 'broken' ? json : { kind: 'document', document: json.document };
}

function readJws(jws: string): Payload {
  const [head = '', body = ''] = jws.split('.');
  const [header, payload] = [readObject(fromBase64url(head)), readObject(fromBase64url(body))];
  if (header.kind === 'broken') return broken(header.because, 'header');
  if (payload.kind === 'broken') return broken(payload.because, 'payload');
  return { kind: 'jws', document: payload.document, header: header.document, jws };
}

function broken(because: string, part: 'header' | 'payload'): Payload {
  return { kind: 'broken', because: `of the ${part} of its signature: ${because}` };
}

/** Bytes that are no UTF-8 give text that is no JSON. */
function fromBase64url(text: string): string {
  return decodeUtf8(Buffer.from(text, 'base64url')) ?? '';
}

function readObject(
  text: string,
): { kind: 'object'; document: JsonObject } | { kind: 'broken'; because: string } {
  const json = readJson(text);
  if (json.kind === 'broken') return json;
  return isObject(json.value)
    ? { kind: 'object', document: json.value }
    : { kind: 'broken', because: 'it is JSON but not an object' };
}
