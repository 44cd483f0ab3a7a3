import { createHash } from 'node:crypto';

import canonicalize from 'canonicalize';

import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';

/** What hubs sign with (BFP/1, 2.2). `EdDSA` only where the key itself is published under that name. */
const HUB_ALGORITHMS = ['Ed25519', 'ES256', 'EdDSA'] as const;
export type HubAlgorithm = (typeof HUB_ALGORITHMS)[number];
export type KeyStatus = 'next' | 'active' | 'retired';

/** The members of a public JWK (RFC 7517) that make the key, and so its thumbprint. */
export interface PublicJwk {
  readonly kty: 'OKP' | 'EC';
  readonly crv: 'Ed25519' | 'P-256';
  readonly x: string;
  readonly y?: string;
}

export interface HubKey {
  /** Its thumbprint, which we computed: a kid can never mean another key. */
  readonly kid: string;
  readonly alg: HubAlgorithm;
  /** Messages verify with a key of any status. */
  readonly status: KeyStatus;
  readonly jwk: PublicJwk;
}

/** The keys of a hub as plain data, to be kept. */
export interface HubKeys {
  readonly keys: readonly HubKey[];
  /** A compact JWS of the recovery key about these keys; see `verifyRecovery`. */
  readonly recovery?: string;
}

interface PublishedKey extends PublicJwk {
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: string;
  readonly bf_status?: KeyStatus;
}

/** A key set as it stands at the `jwks_uri` of a hub. */
export interface KeysDocument {
  readonly keys: readonly PublishedKey[];
  readonly bf_recovery?: string;
}

/**
 * Reads a key set that was parsed strictly. Keys for algorithms we do not know are left out.
 *
 * @throws MessageRefused `bad-keys` when one is private or is not what its kid or alg says, or none is left
 */
export function readHubKeys(json: unknown): HubKeys {
  if (!hasShape('hub-keys', json)) throw new MessageRefused('bad-keys');
  const document = json as KeysDocument;
  const keys = document.keys.filter(({ alg }) => isHubAlgorithm(alg)).map(readKey);
  const kids = new Set(keys.map(({ kid }) => kid));
  if (keys.length === 0 || kids.size < keys.length) throw new MessageRefused('bad-keys');
  return {
    keys,
    ...(document.bf_recovery === undefined ? {} : { recovery: document.bf_recovery }),
  };
}

function readKey(published: PublishedKey): HubKey {
  const { kid, alg, bf_status: status = 'active' } = published;
  const jwk = publicJwk(published);
  if (thumbprintOf(jwk) !== kid) throw new MessageRefused('bad-keys');
  return { kid, alg: alg as HubAlgorithm, status, jwk };
}

/** The key set of this hub, to be served at its `jwks_uri`. */
export function describeKeys({ keys, recovery }: HubKeys): KeysDocument {
  return {
    keys: keys.map(({ kid, alg, status, jwk }) => ({
      ...jwk,
      kid,
      use: 'sig',
      alg,
      bf_status: status,
    })),
    ...(recovery === undefined ? {} : { bf_recovery: recovery }),
  };
}

/** Leaves out whatever does not make the key, its private part above all. */
export function publicJwk({ kty, crv, x, y }: PublicJwk): PublicJwk {
  return { kty, crv, x, ...(y === undefined ? {} : { y }) };
}

/** RFC 7638 with SHA-256: the members that make the key in the order of JCS. */
export function thumbprintOf(jwk: PublicJwk): string {
  const text = canonicalize(publicJwk(jwk)) ?? '';
  return createHash('sha256').update(text).digest('base64url');
}

/** Undefined for a kid that is not among them; a kid is only ever compared. */
export function findKey({ keys }: HubKeys, kid: string): HubKey | undefined {
  return keys.find((key) => key.kid === kid);
}

/** Is one of the old keys still published? Then whoever publishes the new ones is the same hub. */
export function sharesKey(old: HubKeys, fresh: HubKeys): boolean {
  return old.keys.some(({ kid }) => findKey(fresh, kid) !== undefined);
}

export function isHubAlgorithm(text: unknown): text is HubAlgorithm {
  return HUB_ALGORITHMS.some((algorithm) => algorithm === text);
}
