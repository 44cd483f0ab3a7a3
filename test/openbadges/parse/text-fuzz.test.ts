import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { detectKind } from '../../../src/openbadges/parse/detect-version.js';
import { readPayload } from '../../../src/openbadges/parse/payload.js';
import type { Payload } from '../../../src/openbadges/parse/payload.js';
import { readersFor } from '../../../src/openbadges/parse/readers.js';
import { readJson } from '../../../src/openbadges/parse/strict-json.js';
import { readEndorsementV2 } from '../../../src/openbadges/parse/v2.js';
import { runs } from '../../support/counts.js';
import { badgeToSign, hostedBadge } from '../../support/issue-badge.js';
import { signText } from '../../support/issue-jws.js';
import { edited, edits, scratched, scratches } from '../mutate-json.js';

const HOSTED = ['V0_5', 'V1_0', 'V1_1', 'V2_0', 'V2_1'] as const;
const SIGNED = ['V1_0', 'V1_1', 'V2_0', 'V2_1'] as const;
const RUNS = { numRuns: runs(1_000, 100_000) };
const TIMEOUT_MS = runs(30_000, 600_000);

const DOCUMENTS = HOSTED.flatMap((version) => {
  const { assertion, badgeClass, issuer } = hostedBadge({ version });
  return version === 'V0_5'
    ? [assertion]
    : [assertion, { ...assertion, badge: { ...badgeClass, issuer } }];
});
const PARTS = SIGNED.map((version) => {
  const { assertion } = badgeToSign({ version });
  const signature = signText('', { alg: 'EdDSA' }).split('.')[2] ?? '';
  return { header: { alg: 'EdDSA', kid: 'https://issuer.example/key' }, assertion, signature };
});

/** Reads a document in every way; true when it got past telling which version it is. */
function readAll(payload: Payload): boolean {
  if (payload.kind !== 'document' && payload.kind !== 'jws') return false;
  const { document } = payload;
  const kind = detectKind(document);
  if (kind === undefined) return false;
  const readers = readersFor(kind.version);
  const readings = [
    readers.assertion(document, 'https://issuer.example/assertions/1'),
    readers.badgeClass(document),
    readers.issuer(document),
    readEndorsementV2(document),
  ];
  for (const reading of readings) {
    // Clauses for people name fields of ours and nothing that was read.
    const said = reading.kind === 'read' ? reading.oddities : reading.problems;
    expect(said.every((clause) => /^the field "[\w.@]+" [a-zA-Z0-9 ".,]+$/.test(clause))).toBe(
      true,
    );
  }
  return true;
}

describe('texts with mistakes in them', () => {
  test(
    'JSON of badges is read or refused, and mostly read',
    () => {
      let read = 0;
      let made = 0;
      const text = fc.oneof(
        { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...DOCUMENTS), edits).map(asJson) },
        fc.tuple(fc.constantFrom(...DOCUMENTS), scratches).map(asText),
      );
      fc.assert(
        fc.property(text, (json) => {
          made += 1;
          if (readAll(readPayload(json))) read += 1;
        }),
        RUNS,
      );
      expect(read / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );

  test(
    'whatever strict JSON reads, JSON.parse reads alike',
    () => {
      const text = fc.tuple(fc.constantFrom(...DOCUMENTS), scratches).map(asText);
      fc.assert(
        fc.property(text, (json) => {
          const reading = readJson(json);
          if (reading.kind === 'broken') return;
          const withoutNull = JSON.stringify(
            JSON.parse(json),
            (_, value: unknown) => value ?? undefined,
          );
          expect(JSON.stringify(reading.value)).toBe(withoutNull);
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    'signatures are read or refused, and mostly read',
    () => {
      let read = 0;
      let made = 0;
      const text = fc.oneof(
        { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...PARTS), edits, edits).map(asJws) },
        fc.tuple(fc.constantFrom(...PARTS), scratches).map(asBrokenJws),
      );
      fc.assert(
        fc.property(text, (jws) => {
          made += 1;
          if (readAll(readPayload(jws))) read += 1;
        }),
        RUNS,
      );
      expect(read / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );
});

function asJson([document, changes]: readonly [object, Parameters<typeof edited>[1]]): string {
  return JSON.stringify(edited(document, changes)) ?? '';
}

function asText([document, changes]: readonly [object, Parameters<typeof scratched>[1]]): string {
  return scratched(JSON.stringify(document), changes);
}

type Part = (typeof PARTS)[number];

/** Header and payload are each edited and encoded again. */
function asJws([{ header, assertion, signature }, ...changes]: readonly [
  Part,
  Parameters<typeof edited>[1],
  Parameters<typeof edited>[1],
]): string {
  const [head, body] = [edited(header, changes[0]), edited(assertion, changes[1])];
  return `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(body))}.${signature}`;
}

function asBrokenJws([{ header, assertion, signature }, changes]: readonly [
  Part,
  Parameters<typeof scratched>[1],
]): string {
  const jws = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(assertion))}.${signature}`;
  return scratched(jws, changes);
}

function base64url(text: string | undefined): string {
  return Buffer.from(text ?? '').toString('base64url');
}
