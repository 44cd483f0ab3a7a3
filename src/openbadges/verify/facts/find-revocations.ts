import type { IssuerPart } from '../../parse/reading.js';
import type { JsonObject, JsonValue } from '../../parse/strict-json.js';
import { isObject, readJsonBytes } from '../../parse/strict-json.js';
import type { Desk } from './desk.js';
import type { Link } from './follow-link.js';
import { oncePer } from '../../once-per.js';

/** What an issuer took back of what it signed. */
export interface RevocationList {
  /** Ids and uids, each with the reason if there is one. */
  readonly revoked: ReadonlyMap<string, string | undefined>;
}

/** An issuer may have revoked thousands. */
const LIMITS = { maxBytes: 4 * 1024 * 1024, maxValues: 250_000 };

/**
 * The list that the issuer's profile names; undefined when it names none. Lists of 2.0 hold ids, or
 * objects with an `id` or a `uid`; those of 1.0 and 1.1 are maps from either to the reason.
 */
export function findRevocations(
  issuer: Link<IssuerPart> | undefined,
  desk: Desk,
): Link<RevocationList> | undefined {
  const url = issuer?.kind === 'read' ? issuer.part.revocationList : undefined;
  if (issuer?.kind !== 'read' || url === undefined) return undefined;
  const answer = desk.document(url, { maxBytes: LIMITS.maxBytes });
  if (answer === undefined) return { kind: 'wanted', url };
  if (answer.kind === 'unreachable') return { kind: 'unreachable', url };
  if (answer.status !== 200) return { kind: 'unreachable', url, status: answer.status };
  const list = readList(answer.body);
  if (list === undefined) return { kind: 'broken', url, because: 'is no list that can be read' };
  const fetched = { askedUrl: url, finalUrl: answer.url };
  return { kind: 'read', ...list, version: issuer.version, fetched };
}

const readList = oncePer((body: Uint8Array) => {
  const json = readJsonBytes(body, LIMITS);
  if (json.kind === 'broken' || !isObject(json.value)) return undefined;
  const revoked = namesIn(json.value);
  return revoked && { document: json.value, part: { revoked } };
});

/** Undefined when one entry cannot be read: it may be the one that is looked for. */
function namesIn(document: JsonObject): RevocationList['revoked'] | undefined {
  const { revokedAssertions: listed } = document;
  const revoked = new Map<string, string | undefined>();
  if (listed === undefined) {
    for (const [name, reason] of Object.entries(document)) revoked.set(name, textOf(reason));
    return revoked;
  }
  for (const entry of Array.isArray(listed) ? (listed as readonly JsonValue[]) : [listed]) {
    if (!addEntry(entry, revoked)) return undefined;
  }
  return revoked;
}

/** False when the entry names nothing. */
function addEntry(entry: JsonValue, revoked: Map<string, string | undefined>): boolean {
  if (typeof entry === 'string') {
    revoked.set(entry.trim(), undefined);
    return true;
  }
  if (!isObject(entry)) return false;
  const names = [entry['id'], entry['uid']].filter(
    (name) => typeof name === 'string' || typeof name === 'number',
  );
  for (const name of names) revoked.set(String(name).trim(), textOf(entry['revocationReason']));
  return names.length > 0;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
