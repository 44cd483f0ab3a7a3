import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import type { HubRequest, SetClaims, SigningKey } from '../../src/federation/index.js';
import {
  MessageRefused,
  readHubKeys,
  readSetEnvelope,
  signRequest,
  signSet,
  verifyRequest,
  verifySet,
} from '../../src/federation/index.js';
import { ed25519Key } from './keys.js';

/** What stands in test/vectors/federation; the README there explains the members. */
interface Expected {
  readonly taken?: true;
  readonly evh?: string;
  readonly event?: string;
  readonly kids?: readonly string[];
  readonly err?: string;
  readonly bf_code?: string;
}

interface SetVector {
  /** Its number among the faults that the protocol lists. */
  readonly fault: string;
  readonly name: string;
  readonly jws: string;
  readonly now?: string;
  /** The message that was taken before. */
  readonly after?: string;
  readonly expect: Expected;
}

interface RequestVector {
  readonly fault: string;
  readonly name: string;
  readonly token: string;
  readonly now?: string;
  readonly method?: HubRequest['method'];
  readonly url?: string;
  readonly body?: string;
  readonly expect: Expected;
}

interface Printed<Claims, Vector> {
  readonly self: string;
  readonly now: string;
  readonly keys: object;
  readonly printed: { readonly claims: Claims };
  readonly cases: readonly Vector[];
}

const sets = read('sets') as Printed<SetClaims, SetVector>;
const requests = read('requests') as Printed<
  { readonly iat: number; readonly jti: string; readonly iss: string },
  RequestVector
> & { readonly method: HubRequest['method']; readonly url: string; readonly body: string };
const keySets = read('key-sets') as {
  readonly cases: readonly { name: string; keys: unknown; expect: Expected }[];
};
const KEY: SigningKey = ed25519Key();

describe('F-91 the vectors', () => {
  test.each(sets.cases)(
    '$fault say of a message: $name',
    async ({ jws, now, after, expect: expected }) => {
      const verdict = await verdictOf(() => takeSet(jws, now, after));
      expect(verdict).toEqual(expected);
    },
  );

  test.each(requests.cases)(
    '$fault say of a request token: $name',
    async ({ expect: expected, ...one }) => {
      const { method, url, body, now, keys, self } = { ...requests, ...one };
      const at = new Date(now);
      const verifier = { keys: readHubKeys(keys), keysAt: at, self, now: at };
      const verdict = await verdictOf(async () => {
        await verifyRequest(one.token, { method, url, body, ...verifier });
        return { taken: true };
      });
      expect(verdict).toEqual(expected);
    },
  );

  test.each(keySets.cases)('say of a key set: $name', async ({ keys, expect: expected }) => {
    const verdict = await verdictOf(() => ({ kids: readHubKeys(keys).keys.map(({ kid }) => kid) }));
    expect(verdict).toEqual(expected);
  });

  test('that the protocol prints are what signing gives, byte for byte', async () => {
    expect(await signSet(sets.printed.claims, KEY)).toBe(sets.cases[0]?.jws);
    const { method, url, body, self, printed } = requests;
    const now = new Date(printed.claims.iat * 1000);
    const request = { method, url, body, from: printed.claims.iss, to: self, now };
    expect(await signRequest({ ...request, jti: printed.claims.jti }, KEY)).toBe(
      requests.cases[0]?.token,
    );
  });

  test('hold a message and a token for each kind of refusal there is about them', () => {
    const codes = [...sets.cases, ...requests.cases].map(({ expect: { err, bf_code } }) =>
      [err, bf_code].filter(Boolean).join(' '),
    );
    expect([...new Set(codes)].filter(Boolean).sort()).toEqual([
      'authentication_failed',
      'invalid_audience',
      'invalid_issuer',
      'invalid_key',
      'invalid_key bf_unknown_kid',
      'invalid_request bf_clock',
      'invalid_request bf_jti_reuse',
      'invalid_request bf_malformed',
      'invalid_request bf_schema',
      'invalid_request bf_stale',
    ]);
  });
});

/** As a receiver takes it that took `after` before. */
async function takeSet(jws: string, now = sets.now, after?: string): Promise<Expected> {
  const at = new Date(now);
  const { self } = sets;
  const verifier = { keys: readHubKeys(sets.keys), keysAt: at, self, now: at };
  const { claims, event, evh } = await verifySet(readSetEnvelope(jws, { self }), verifier);
  if (after !== undefined) {
    const before = sets.cases.find(({ name }) => name === after);
    const first = await verifySet(readSetEnvelope(before?.jws ?? '', { self }), verifier);
    if (first.claims.jti === claims.jti && first.evh !== evh) {
      throw new MessageRefused('jti-reused');
    }
  }
  return {
    taken: true,
    evh,
    ...(event.type === 'badge-offered' ? {} : { event: event.type }),
  };
}

/** What goes back to a sender, or what is taken; anything else that is thrown is a bug. */
async function verdictOf(take: () => Expected | Promise<Expected>): Promise<Expected> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    const { description, ...verdict } = error.toJSON();
    expect(description).toMatch(/^[A-Z][^<>]*\.$/);
    return verdict;
  }
}

function read(name: string): unknown {
  const file = new URL(`../vectors/federation/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
