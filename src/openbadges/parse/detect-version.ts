import type { OpenBadgesVersion } from '../credential.js';
import type { JsonObject, JsonValue } from './strict-json.js';
import { isObject } from './strict-json.js';

export interface Kind {
  readonly version: OpenBadgesVersion;
  /** How the credential says it is to be verified. */
  readonly form: 'hosted' | 'signed' | 'proof';
}

const V1_CONTEXTS = ['https://w3id.org/openbadges/v1', 'https://openbadgespec.org/v1/context.json'];
const V2_CONTEXTS = ['https://w3id.org/openbadges/v2', 'https://openbadgespec.org/v2/context.json'];
const V2_1_CONTEXTS = ['https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld'];
/** Contexts whose meaning this hub knows without asking anybody. */
export const KNOWN_CONTEXTS: readonly string[] = [...V1_CONTEXTS, ...V2_CONTEXTS, ...V2_1_CONTEXTS];
const V3_CONTEXT_PREFIX = 'https://purl.imsglobal.org/spec/ob/v3p0/';
const V3_TYPES = ['OpenBadgeCredential', 'AchievementCredential'];

/** Tells a credential's version from its content alone; undefined when it is none we know of. */
export function detectKind(document: JsonObject): Kind | undefined {
  if (isV3(document)) return { version: 'V3_0', form: 'proof' };
  const version = contextVersion(document) ?? versionWithoutContext(document);
  if (version === undefined) return undefined;
  if (version === 'V0_5') return { version, form: 'hosted' };
  const how = document['verification'] ?? document['verify'];
  const types = isObject(how) ? textsIn(how['type']) : [];
  const signed = types.includes('signed') || types.includes('SignedBadge');
  return { version, form: signed ? 'signed' : 'hosted' };
}

/** The version a document up to 2.1 names in its context. */
export function contextVersion(document: JsonObject): 'V1_1' | 'V2_0' | 'V2_1' | undefined {
  const contexts = contextsOf(document);
  const names = (known: readonly string[]) => contexts.some((context) => known.includes(context));
  if (names(V2_CONTEXTS)) return 'V2_0';
  if (names(V2_1_CONTEXTS)) return 'V2_1';
  return names(V1_CONTEXTS) ? 'V1_1' : undefined;
}

/** The URLs in a document's context, without trailing slashes. */
function contextsOf(document: JsonObject): readonly string[] {
  return textsIn(document['@context']).map((url) => (url.endsWith('/') ? url.slice(0, -1) : url));
}

/** The texts of a member that JSON-LD lets stand alone or in a list. */
function textsIn(value: JsonValue | undefined): readonly string[] {
  const many: readonly (JsonValue | undefined)[] = Array.isArray(value) ? value : [value];
  return many.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A token of the older data model holds the credential in its claim `vc`. */
function isV3(document: JsonObject): boolean {
  const { vc } = document;
  return isV3Credential(document) || (isObject(vc) && isV3Credential(vc));
}

function isV3Credential(document: JsonObject): boolean {
  const types = textsIn(document['type']);
  if (types.some((type) => V3_TYPES.includes(type))) return true;
  if (!types.includes('VerifiableCredential')) return false;
  return textsIn(document['@context']).some((context) => context.startsWith(V3_CONTEXT_PREFIX));
}

function versionWithoutContext(document: JsonObject): 'V0_5' | 'V1_0' | undefined {
  if (document['@context'] !== undefined) return undefined;
  const { recipient, badge } = document;
  if (typeof recipient === 'string' && isObject(badge)) return 'V0_5';
  return isObject(recipient) && typeof badge === 'string' ? 'V1_0' : undefined;
}
