import type { IssuerPart, KeyReference, StatedPart } from '../../parse/reading.js';
import { publicKeys, readKeys } from '../../parse/signed.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { decodeUtf8, isObject, readJson } from '../../parse/strict-json.js';
import { compareUrls, webUrl } from '../../web-url.js';
import type { Desk } from './desk.js';
import type { Link, LinkRead } from './follow-link.js';

/** A key that may have signed a badge, as far as it could be had. */
export interface KeyCandidate {
  readonly id: string;
  /** Does the profile that the issuer hosts name it? */
  readonly listed: boolean;
  readonly key: KeyFound;
}

export type KeyFound =
  | {
      readonly kind: 'read';
      readonly pem: string;
      /** Absent for a bare PEM file, which names nobody. */
      readonly owner?: string;
      /** Where it was fetched; absent when the profile itself holds it. */
      readonly fetched?: { readonly askedUrl: string; readonly finalUrl: string };
    }
  /** Nobody asked yet, it cannot be reached, or there is no key in what was answered. */
  | { readonly kind: 'unreachable'; readonly because: string };

/** Trying a key costs a signature check. */
const MAX_KEYS = 3;
const PEM = /-----BEGIN (?:RSA )?PUBLIC KEY-----|-----BEGIN CERTIFICATE-----/;
const KEY_TYPES =
  'application/ld+json, application/json, application/x-pem-file, text/plain, */*;q=0.1';

/**
 * The keys a signed badge may be signed with: in 2.0 the one it names, else those of the issuer's
 * profile; in 1.0 and 1.1 the one at `verify.url`. Keys in the header of the signature never count.
 */
export function findKeys(
  { creator, verifyUrl }: Pick<StatedPart, 'creator' | 'verifyUrl'>,
  issuer: Link<IssuerPart> | undefined,
  desk: Desk,
): readonly KeyCandidate[] {
  const listed = issuer?.kind === 'read' ? issuer.part.keys : [];
  const named = creator ?? verifyUrl;
  const ids = named === undefined ? listed.map(({ id }) => id) : [named];
  return ids.slice(0, MAX_KEYS).map((id) => {
    const own = listed.find((key) => isSame(key.id, id));
    return { id, listed: own !== undefined, key: findKey(id, own, issuer, desk) };
  });
}

function findKey(
  id: string,
  own: KeyReference | undefined,
  issuer: Link<IssuerPart> | undefined,
  desk: Desk,
): KeyFound {
  if (own?.pem !== undefined) return { kind: 'read', ...withOwner(own.pem, own.owner) };
  const url = webUrl(id);
  if (url === undefined) return { kind: 'unreachable', because: 'has no http or https address' };
  url.hash = '';
  // A fragment of the profile that does not hold it: there is nothing further to fetch.
  if (issuer?.kind === 'read' && isProfile(url.href, issuer)) {
    return { kind: 'unreachable', because: 'is not in the profile of the issuer' };
  }
  const answer = desk.document(url.href, { accept: KEY_TYPES });
  if (answer?.kind !== 'answered') return { kind: 'unreachable', because: 'could not be fetched' };
  if (answer.status !== 200) {
    return { kind: 'unreachable', because: `answers with status ${String(answer.status)}` };
  }
  const found = keyIn(decodeUtf8(answer.body) ?? '', id);
  if (found === undefined) return { kind: 'unreachable', because: 'holds no public key' };
  return {
    kind: 'read',
    ...found,
    fetched: { askedUrl: url.href, finalUrl: answer.url },
  };
}

function isProfile(url: string, { fetched }: LinkRead<IssuerPart>): boolean {
  return fetched !== undefined && compareUrls(url, fetched.askedUrl) === 'same';
}

/** A PEM file, a CryptographicKey, or a document that holds one under this id. */
function keyIn(
  text: string,
  id: string,
): Pick<KeyFound & { kind: 'read' }, 'pem' | 'owner'> | undefined {
  if (PEM.test(text) && !text.trimStart().startsWith('{')) return { pem: text };
  const json = readJson(text);
  if (json.kind === 'broken' || !isObject(json.value)) return undefined;
  const key = [asKey(json.value), ...keysOf(json.value)].find(
    (one) => one?.pem !== undefined && isSame(one.id, id),
  );
  return key?.pem === undefined ? undefined : withOwner(key.pem, key.owner);
}

function asKey({ id, owner, publicKeyPem }: JsonObject): KeyReference | undefined {
  if (typeof publicKeyPem !== 'string' || typeof id !== 'string') return undefined;
  return { id, pem: publicKeyPem, ...(typeof owner === 'string' && { owner: owner.trim() }) };
}

function keysOf({ publicKey }: JsonObject): readonly KeyReference[] {
  const reading = publicKeys.safeParse(publicKey);
  return reading.success ? readKeys(reading.data) : [];
}

function withOwner(pem: string, owner: string | undefined) {
  return { pem, ...(owner !== undefined && { owner }) };
}

/** Ids of keys differ in their fragments, which addresses of documents do not. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [webUrl(one), webUrl(other)];
  if (a === undefined || b === undefined) return one === other;
  return compareUrls(one, other) !== 'different' && a.hash === b.hash;
}
