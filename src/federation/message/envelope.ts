import { compactVerify, errors } from 'jose';

import type { JsonObject } from '../../openbadges/index.js';
import { isObject } from '../../openbadges/index.js';
import { decodePart } from './decode-part.js';
import { isHubOrigin } from './hub-origin.js';
import type { HubAlgorithm, HubKey, HubKeys } from './jwks.js';
import { findKey, isHubAlgorithm, thumbprintOf } from './jwks.js';
import { MessageRefused } from './message-refused.js';
import type { StatementType } from './signing-key.js';
import { MAX_SET_BYTES, parseStrictJson } from './strict-json.js';

/** What stands on a signed statement. Nothing of it is proven: it says whose keys to look for. */
export interface Envelope {
  readonly compact: string;
  readonly typ: StatementType;
  readonly alg: HubAlgorithm;
  readonly kid: string;
  /** A canonical origin; whoever signed claims to be this hub. */
  readonly iss: string;
}

const MAX_HEADER_BYTES = 1024;
const HEADER_MEMBERS = ['alg', 'kid', 'typ'];
const KID = /^[A-Za-z0-9_-]{43}$/;
/** Keys are believed for so long after they were last read (BFP/1, 2.2). */
const KEYS_LAST_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Steps 3 and 4 of BFP/1, 2.13: the form, the header, and where the statement comes from and goes to.
 *
 * @throws MessageRefused
 */
export function readEnvelope(
  compact: string,
  { self, typ }: { readonly self: string; readonly typ: StatementType },
): Envelope {
  if (compact.length > MAX_SET_BYTES) throw new MessageRefused('too-large');
  const parts = compact.split('.');
  const [header, payload] = parts.map(decodePart);
  if (parts.length !== 3 || header === undefined || payload === undefined) {
    throw new MessageRefused('bad-form');
  }
  const { alg, kid } = readHeader(header, typ);
  const { iss } = addressed(parseStrictJson(payload), self);
  return { compact, typ, alg, kid, iss };
}

function readHeader(bytes: Uint8Array, typ: StatementType): Pick<Envelope, 'alg' | 'kid'> {
  if (bytes.length > MAX_HEADER_BYTES) throw new MessageRefused('bad-header');
  const header = parseStrictJson(bytes);
  if (!isObject(header) || !isDeepEqual(Object.keys(header).sort(), HEADER_MEMBERS)) {
    throw new MessageRefused('bad-header');
  }
  const { alg, kid } = header;
  if (!isHubAlgorithm(alg)) throw new MessageRefused('bad-algorithm');
  if (header['typ'] !== typ && header['typ'] !== `application/${typ}`) {
    throw new MessageRefused('bad-type');
  }
  if (typeof kid !== 'string' || !KID.test(kid)) throw new MessageRefused('bad-header');
  return { alg, kid };
}

const isDeepEqual = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((text, at) => text === others[at]);

function addressed(claims: unknown, self: string): JsonObject & { readonly iss: string } {
  if (!isObject(claims)) throw new MessageRefused('bad-claims');
  const { iss, aud } = claims;
  if (!isHubOrigin(iss)) throw new MessageRefused('bad-issuer');
  // One text and no list: a statement for several hubs could be passed on by one of them.
  if (aud !== self) throw new MessageRefused('bad-audience');
  return { ...claims, iss };
}

/** The keys of the hub an envelope names, and what is needed to believe them. */
export interface Verifier {
  readonly keys: HubKeys;
  /** When the keys were last read from their hub. */
  readonly keysAt: Date;
  readonly self: string;
  readonly now: Date;
}

/**
 * Steps 7 to 10: key, signature, and the strict JSON of what was signed.
 *
 * @throws MessageRefused `unknown-key` is worth reading the keys of the hub again, within its budget
 */
export async function openEnvelope(envelope: Envelope, verifier: Verifier): Promise<JsonObject> {
  const { keys, keysAt, self, now } = verifier;
  const key = findKey(keys, envelope.kid);
  if (key === undefined) throw new MessageRefused('unknown-key');
  if (key.alg !== envelope.alg || thumbprintOf(key.jwk) !== key.kid) {
    throw new MessageRefused('unfit-key');
  }
  if (now.getTime() - keysAt.getTime() > KEYS_LAST_MS) throw new MessageRefused('old-keys');
  const payload = await verifiedPayload(envelope.compact, key);
  return addressed(parseStrictJson(payload), self);
}

/** @throws MessageRefused `wrong-signature`, or `unfit-key` when the key is none of its kind */
export async function verifiedPayload(
  compact: string,
  { alg, jwk }: Pick<HubKey, 'alg' | 'jwk'>,
): Promise<Uint8Array> {
  try {
    const { payload } = await compactVerify(compact, { ...jwk, alg }, { algorithms: [alg] });
    return payload;
  } catch (error) {
    const isWrong = error instanceof errors.JWSSignatureVerificationFailed;
    throw new MessageRefused(isWrong ? 'wrong-signature' : 'unfit-key');
  }
}

/** A statement may be so much older than our clock, and so much ahead of it (BFP/1, 2.12). */
export const CLOCK_WINDOW_SECONDS = { past: 300, future: 60 } as const;

export const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);
