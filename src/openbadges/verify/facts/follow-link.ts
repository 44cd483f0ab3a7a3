import type { OpenBadgesVersion } from '../../credential.js';
import { readersFor, versionOf } from '../../parse/readers.js';
import type { Readers } from '../../parse/readers.js';
import type { BadgeClassPart, IssuerPart, Reading, Reference } from '../../parse/reading.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { isObject, readJsonBytes } from '../../parse/strict-json.js';
import { sameHost, webUrl } from '../../web-url.js';
import type { Desk } from './desk.js';
import { oncePer } from '../../once-per.js';

/** A badge class or an issuer, as far as it could be had. */
export type Link<Part> =
  | { readonly kind: 'wanted'; readonly url: string }
  | { readonly kind: 'unreachable'; readonly url: string; readonly status?: number }
  /** It answers, but not with a JSON object; or it has no address and would need one. */
  | { readonly kind: 'broken'; readonly because: string; readonly url?: string }
  | { readonly kind: 'unreadable'; readonly url?: string; readonly problems: readonly string[] }
  | LinkRead<Part>;

export interface LinkRead<Part> {
  readonly kind: 'read';
  readonly part: Part;
  readonly version: OpenBadgesVersion;
  readonly document: JsonObject;
  /** Where it was fetched; absent for one that only exists inside the assertion. */
  readonly fetched?: { readonly askedUrl: string; readonly finalUrl: string };
}

/** How to look at what a statement refers to. */
export interface LinkRules {
  readonly inherited: OpenBadgesVersion;
  /**
   * A copy inside the statement counts although it names an address: what was signed is what the
   * signer claims, and 0.5 has nothing but copies. Of a hosted badge such a copy is thrown away and
   * fetched (2.0, "Verification").
   */
  readonly trustCopies: boolean;
}

export function followBadgeClass(
  reference: Reference,
  { inherited, trustCopies }: LinkRules,
  desk: Desk,
): Link<BadgeClassPart> {
  const url = addressOf(reference);
  const isCopy = reference.kind === 'embedded';
  if (isCopy && (trustCopies || url === undefined)) {
    return readLink(reference.document, 'badgeClass', inherited);
  }
  return url === undefined
    ? { kind: 'broken', because: 'has no http or https address' }
    : fetchLink(url, 'badgeClass', inherited, desk);
}

/**
 * The issuer's own profile. Without an address anybody could claim to be this issuer, so one is
 * needed, also of a signed badge: only the profile that the issuer hosts says which keys are its own.
 */
export function followIssuer(
  reference: Reference,
  inherited: OpenBadgesVersion,
  desk: Desk,
): Link<IssuerPart> {
  if (inherited === 'V0_5' && reference.kind === 'embedded') {
    return readLink(reference.document, 'issuer', inherited);
  }
  const url = addressOf(reference);
  return url === undefined
    ? { kind: 'broken', because: 'has no http or https address' }
    : fetchLink(url, 'issuer', inherited, desk);
}

/** The address of the original. */
export function addressOf(reference: Reference): string | undefined {
  if (reference.kind === 'url') return reference.url;
  const { id } = reference.document;
  return typeof id === 'string' && webUrl(id.trim()) !== undefined ? id.trim() : undefined;
}

/**
 * What a fetched document is called. 1.0 gives its documents no ids: the address is the id, and
 * after a redirect to another host it is the address of whoever answered.
 */
export function idOfLink({ part, fetched }: LinkRead<BadgeClassPart | IssuerPart>) {
  if (part.id !== undefined) return part.id;
  if (fetched === undefined) return undefined;
  return sameHost(fetched.askedUrl, fetched.finalUrl) ? fetched.askedUrl : fetched.finalUrl;
}

type Noun = 'badgeClass' | 'issuer';
type PartOf<Which extends Noun> =
  ReturnType<Readers[Which]> extends Reading<infer Part> ? Part : never;

function fetchLink<Which extends Noun>(
  url: string,
  noun: Which,
  inherited: OpenBadgesVersion,
  desk: Desk,
): Link<PartOf<Which>> {
  const answer = desk.document(url);
  if (answer === undefined) return { kind: 'wanted', url };
  if (answer.kind === 'unreachable') return { kind: 'unreachable', url };
  if (answer.status !== 200) return { kind: 'unreachable', url, status: answer.status };
  const document = objectIn(answer.body);
  if (document === undefined)
    return { kind: 'broken', url, because: 'is not a readable JSON object' };
  return readLink(document, noun, inherited, { askedUrl: url, finalUrl: answer.url });
}

const objectIn = oncePer((body: Uint8Array): JsonObject | undefined => {
  const json = readJsonBytes(body);
  return json.kind === 'read' && isObject(json.value) ? json.value : undefined;
});

function readLink<Which extends Noun>(
  document: JsonObject,
  noun: Which,
  inherited: OpenBadgesVersion,
  fetched?: LinkRead<unknown>['fetched'],
): Link<PartOf<Which>> {
  const version = versionOf(document, inherited);
  const reading = readersFor(version)[noun](document) as Reading<PartOf<Which>>;
  if (reading.kind === 'read') {
    return { kind: 'read', part: reading.part, version, document, ...(fetched && { fetched }) };
  }
  const { problems } = reading;
  return { kind: 'unreadable', problems, ...(fetched && { url: fetched.askedUrl }) };
}
