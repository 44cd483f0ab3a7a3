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
    },
  ): Promise<boolean>;
}

export interface KeyRing {
  /** The private keys, the active one first; made at the first use. */
  signingKeys(): Promise<readonly JWK[]>;
  /** What may be told of them, oldest first. */
  list(): Promise<readonly Pick<StoredKey, '_id' | 'status' | 'createdAt' | 'since'>[]>;
  /** The NEXT key signs from now on; the one before is published for another week. */
  rotate(): Promise<void>;
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
}

const WEEK_MS = 7 * 86_400_000;
const ORDER = { ACTIVE: 0, NEXT: 1, RETIRED: 2 } as const;

/** The hub's signing keys of one purpose: shared by all processes, rotated with overlap. */
export function createKeyRing({ purpose, alg, rows, sealer, clock }: KeyRingOptions): KeyRing {
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

  async function turn(active: string | undefined): Promise<void> {
    const at = clock.now();
    const fresh = [await make('NEXT')];
    if (active === undefined) fresh.push(await make('ACTIVE'));
    const forgetBefore = new Date(at.getTime() - WEEK_MS);
    await rows.turn(purpose, { active, fresh, at, forgetBefore });
  }

  async function present(): Promise<readonly StoredKey[]> {
    const known = await rows.list(purpose);
    if (known.some(({ status }) => status === 'ACTIVE')) return known;
    await turn(undefined);
    return rows.list(purpose);
  }

  const activeOf = (keys: readonly StoredKey[]) => keys.find(({ status }) => status === 'ACTIVE');

  return {
    async signingKeys() {
      const keys = [...(await present())].sort((a, b) => ORDER[a.status] - ORDER[b.status]);
      return Promise.all(keys.map(open));
    },
    list: present,
    async rotate() {
      await turn(activeOf(await present())?._id);
    },
    async rotateIfOlderThan(ageMs) {
      const active = activeOf(await present());
      if (active === undefined || clock.now().getTime() - active.since.getTime() < ageMs)
        return false;
      await turn(active._id);
      return true;
    },
  };
}
