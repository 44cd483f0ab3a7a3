import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import {
  MessageRefused,
  readSetEnvelope,
  signSet,
  verifySet,
} from '../../../src/federation/index.js';
import type { SetClaims } from '../../../src/federation/index.js';
import { runs } from '../../support/counts.js';
import { ed25519Key, keysOf } from '../keys.js';
import sets from '../../vectors/federation/sets.json' with { type: 'json' };

const NOW = new Date(sets.now);
const VERIFIER = { keys: keysOf(ed25519Key()), keysAt: NOW, self: sets.self, now: NOW };
const TIMEOUT_MS = runs(60_000, 1_800_000);
const sound = sets.cases.find(({ name }) => name === 'the printed message');
const COMPACT = sound?.jws ?? '';
const NS_PER_MS = 1e6;

const characters = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });
const place = fc.nat({ max: COMPACT.length });

/** A valid message with one to four mistakes in its text. */
const mutatedTexts = fc
  .array(fc.tuple(fc.constantFrom('replace', 'insert', 'remove', 'repeat'), place, characters), {
    minLength: 1,
    maxLength: 4,
  })
  .map((mistakes) =>
    mistakes.reduce((text, [kind, at, by]) => {
      const [before, after] = [text.slice(0, at), text.slice(at)];
      if (kind === 'insert') return before + by + after;
      if (kind === 'remove') return before + after.slice(by.length);
      if (kind === 'repeat') return before + after + after.slice(0, 40);
      return before + by + after.slice(by.length);
    }, COMPACT),
  );

/** Claims with something else in one place, signed by the right key. */
const mutatedClaims = fc
  .tuple(fc.nat(), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined)))
  .map(([at, value]) => {
    const claims = structuredClone(sets.printed.claims) as Record<string, unknown>;
    const places = placesIn(claims);
    const [object, name] = places[at % places.length] ?? [claims, 'iss'];
    object[name] = value;
    return claims as unknown as SetClaims;
  });

function placesIn(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  return Object.keys(object).flatMap((name) => [[object, name], ...placesIn(object[name])]);
}

/** What is kept beside the jti, or why it is refused; anything else that is thrown fails the test. */
async function verdictOf(compact: string): Promise<{ evh: string } | { err: string }> {
  try {
    const { evh } = await verifySet(readSetEnvelope(compact, { self: sets.self }), VERIFIER);
    return { evh };
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    return { err: error.err };
  }
}

describe('F-29 messages with mistakes in them', () => {
  test(
    'are refused, or say what they said, and hold nothing up',
    async () => {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const property = fc.asyncProperty(mutatedTexts, async (compact) => {
        const verdict = await verdictOf(compact);
        expect('err' in verdict || verdict.evh === sound?.expect.evh).toBe(true);
      });
      await fc.assert(property, { numRuns: runs(1_000, 100_000) });
      delay.disable();
      expect(delay.percentile(99) / NS_PER_MS).toBeLessThan(50);
    },
    TIMEOUT_MS,
  );

  test(
    'are taken or refused with a code when they are signed all the same',
    async () => {
      let taken = 0;
      const property = fc.asyncProperty(mutatedClaims, async (claims) => {
        if ('evh' in (await verdictOf(await signSet(claims, ed25519Key())))) taken += 1;
      });
      await fc.assert(property, { numRuns: runs(500, 20_000) });
      expect(taken).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
