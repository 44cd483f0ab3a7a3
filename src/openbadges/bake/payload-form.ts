import { detectKind } from '../parse/detect-version.js';
import type { Payload } from '../parse/payload.js';
import { readPayload } from '../parse/payload.js';
import type { JsonObject } from '../parse/strict-json.js';
import { isObject } from '../parse/strict-json.js';
import { webUrl } from '../web-url.js';

/** What a badge is baked as: `openbadgecredential` for 3.0, `openbadges` for all before it. */
export type BakeKeyword = 'openbadgecredential' | 'openbadges';

/** How a text goes into a picture. */
export interface PayloadForm {
  readonly keyword: BakeKeyword;
  /** A compact JWS or an address: what an SVG holds in an attribute. */
  readonly isShort: boolean;
  /** Where a hosted badge is to be verified. */
  readonly verifyUrl?: string;
}

/** Told from the text alone, as a badge's version is. */
export function formOf(text: string): PayloadForm {
  const payload = readPayload(text);
  const isShort = payload.kind === 'jws' || payload.kind === 'url';
  if (isVersion3(payload)) return { keyword: 'openbadgecredential', isShort };
  const verifyUrl = payload.kind === 'document' ? verifyUrlOf(payload.document) : undefined;
  return { keyword: 'openbadges', isShort, ...(verifyUrl !== undefined && { verifyUrl }) };
}

/** The credential itself; in a JWS its claims, which may hold it as `vc` (VC Data Model 1.1, 6.3.1). */
function isVersion3(payload: Payload): boolean {
  if (payload.kind !== 'document' && payload.kind !== 'jws') return false;
  const { vc } = payload.document;
  return [payload.document, vc].some(
    (document) => isObject(document) && detectKind(document)?.version === 'V3_0',
  );
}

/** `verify.url` up to 1.1, the assertion's own id from 2.0 on. */
function verifyUrlOf(document: JsonObject): string | undefined {
  if (detectKind(document)?.form !== 'hosted') return undefined;
  const how = document['verify'] ?? document['verification'];
  const url = (isObject(how) ? how['url'] : undefined) ?? document['id'];
  return typeof url === 'string' && webUrl(url) !== undefined ? url : undefined;
}
