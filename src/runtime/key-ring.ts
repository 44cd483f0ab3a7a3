import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import type { Clock } from './clock.js';
import type { Sealer } from './sealer.js';

/** A key as it is stored; see `KeyRows` of src/store. */
export interface StoredKey {
  readonly _id: string;
  readonly purpose: string;
  readonly status: 'NEXT' | 'ACTIVE' | 'RETIRED';
  readonly sealed: string;
  readonly createdAt: Date;
  readonly since: Date;
}

export interface StoredKeys {
  list(purpose: string): Promise<readonly StoredKey[]>;
  turn(
    purpose: string,
    turn: {
      readonly active: string | undefined;
      readonly fresh: readonly StoredKey[];
      readonly at: Date;
      readonly forgetBefore: Date;
      readonly compromised?: boolean;
    },
  ): Promise<boolean>;
}

/** What everybody may know of a key of the hub. */
export interface PublishedKey {
  readonly status: StoredKey['status'];
  readonly jwk: JWK;
}

export interface KeyRing {
  /** The private keys, the active one first; made at the first use. */
  signingKeys(): Promise<readonly JWK[]>;
  /** What may be told of them, oldest first. */
  list(): Promise<readonly Pick<StoredKey, '_id' | 'status' | 'createdAt' | 'since'>[]>;
  /** The public keys, the active one first. */
  publicKeys(): Promise<readonly PublishedKey[]>;
  /**
   * The NEXT key signs from now on; the one before is published for a while longer. False when others
   * may not have seen the NEXT key yet.
   */
  rotate(): Promise<boolean>;
  /** The active key is in somebody else's hands: the NEXT key signs at once, what was before is gone. */
  replaceCompromised(): Promise<void>;
  /** Rotates when the active key is older than this. */
  rotateIfOlderThan(ageMs: number): Promise<boolean>;
}

export interface KeyRingOptions {
  readonly purpose: string;
  readonly alg: 'RS256' | 'Ed25519';
  readonly rows: StoredKeys;
  /** Seals private keys. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** A key signs only after it was published for so long; at once when absent. */
  readonly publishedFirstMs?: number;
  /** A key is published for so long after it signed last; a week when absent. */
  readonly retiredForMs?: number;
}

const WEEK_MS = 7 * 86_400_000;
const ORDER = { ACTIVE: 0, NEXT: 1, RETIRED: 2 } as const;

/** The hub's signing keys of one purpose: shared by all processes, rotated with overlap. */
export function createKeyRing(options: KeyRingOptions): KeyRing {
  const { purpose, alg, rows, sealer, clock } = options;
  const { publishedFirstMs = 0, retiredForMs = WEEK_MS } = options;

  async function make(status: 'NEXT' | 'ACTIVE'): Promise<StoredKey> {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    const sealed = await sealer.seal(JSON.stringify({ ...jwk, kid, use: 'sig', alg }));
    const at = clock.now();
    return {
      _id: kid,
      purpose,
      status,
      sealed,
      createdAt: at,
      since: at,
    };
  }

  async function open({ sealed }: StoredKey): Promise<JWK> {
    return JSON.parse(await sealer.open(sealed)) as JWK;
  }

  async function turn(active: string | undefined, compromised = false): Promise<void> {
    const at = clock.now();
    const fresh = [await make('NEXT')];
    if (active === undefined) fresh.push(await make('ACTIVE'));
    const forgetBefore = new Date(at.getTime() - retiredForMs);
    await rows.turn(purpose, { active, fresh, at, forgetBefore, compromised });
  }

  async function turnPublished(keys: readonly StoredKey[]): Promise<boolean> {
    const next = keys.find(({ status }) => status === 'NEXT');
    if (next !== undefined && ageMs(next.createdAt) < publishedFirstMs) return false;
    await turn(activeOf(keys)?._id);
    return true;
  }

  async function present(): Promise<readonly StoredKey[]> {
    const known = await rows.list(purpose);
    if (known.some(({ status }) => status === 'ACTIVE')) return known;
    await turn(undefined);
    return rows.list(purpose);
  }

  /** Without those that have been retired for long enough: rows go only when keys turn. */
  async function published(): Promise<readonly StoredKey[]> {
    const keys = await present();
    const isKept = ({ status, since }: StoredKey) =>
      status !== 'RETIRED' || ageMs(since) <= retiredForMs;
    return keys.filter(isKept).sort((a, b) => ORDER[a.status] - ORDER[b.status]);
  }

  const ageMs = (since: Date) => clock.now().getTime() - since.getTime();
  const activeOf = (keys: readonly StoredKey[]) => keys.find(({ status }) => status === 'ACTIVE');

  return {
    async signingKeys() {
      return Promise.all((await published()).map(open));
    },
    list: present,
    async publicKeys() {
      const keys = await published();
      return Promise.all(
        keys.map(async (key) => ({ status: key.status, jwk: publicPart(await open(key)) })),
      );
    },
    async rotate() {
      return turnPublished(await present());
    },
    async replaceCompromised() {
      await turn(activeOf(await present())?._id, true);
    },
    async rotateIfOlderThan(limitMs) {
      const keys = await present();
      const active = activeOf(keys);
      if (active === undefined || ageMs(active.since) < limitMs) return false;
      return turnPublished(keys);
    },
  };
}

/** RFC 7518, 6.2.2 and 6.3.2, and RFC 8037, 2: what is private of a key. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

function publicPart(jwk: JWK): JWK {
  const entries = Object.entries(jwk).filter(([member]) => !PRIVATE_MEMBERS.includes(member));
  return Object.fromEntries(entries);
}
