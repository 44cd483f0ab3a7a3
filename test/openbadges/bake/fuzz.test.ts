import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Refusal } from '../../../src/errors.js';
import { bake } from '../../../src/openbadges/bake/bake.js';
import { displayableSvg } from '../../../src/openbadges/bake/displayable-svg.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';
import type { Unbaked } from '../../../src/openbadges/bake/unbake.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import { runs } from '../../support/counts.js';
import { mutatedPngs } from './mutate-png.js';
import { mutatedSvgs } from './mutate-svg.js';

const RUNS = { numRuns: runs(2_000, 100_000) };
const TIMEOUT_MS = runs(60_000, 1_800_000);
const BADGE = '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}';
const WARNINGS = ['BAD_CRC', 'DUPLICATE_SAME', 'DUPLICATE_CONFLICT', 'MORE_THAN_16_MEGAPIXELS'];
/** What is said of a text that was found where badges are. */
const TEXT_FAULTS = ['BAD_TEXT', 'TEXT_TOO_LARGE'];
const FAULTS = {
  png: ['NOT_A_PICTURE', 'TRUNCATED', 'BAD_PNG', 'NOTHING_BAKED'],
  svg: ['NOT_A_PICTURE', 'BAD_SVG', 'SVG_ENCODING', 'SVG_DOCTYPE', 'NOTHING_BAKED'],
};
type Format = keyof typeof FAULTS;

/** Undefined when it is refused, which is the only other thing that may happen. */
function unlessRefused<Answer>(give: () => Answer): Answer | undefined {
  try {
    return give();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toMatch(/^[A-Z][^<>]*\.$/);
    return undefined;
  }
}

/** True when the text of a badge was read. */
function isSoundAnswer(unbaked: Unbaked, format: Format): boolean {
  if (unbaked.kind === 'broken') {
    expect([...FAULTS[format], ...TEXT_FAULTS]).toContain(unbaked.fault);
    return TEXT_FAULTS.includes(unbaked.fault);
  }
  expect(unbaked.format).toBe(format);
  expect(unbaked.text.trim()).not.toBe('');
  for (const warning of unbaked.warnings) expect(WARNINGS).toContain(warning);
  return true;
}

function expectConsistency(file: Uint8Array, format: Format): boolean {
  const unbaked = unbake(file);
  const look = lookAtPicture(file);
  const baked = unlessRefused(() => bake(file, BADGE));
  const plain = unlessRefused(() => withoutBadge(file));
  // What can be shown can be baked, and what can be baked can be undone.
  if (look.kind === 'picture') expect(baked).toBeDefined();
  if (baked !== undefined) expect(plain).toBeDefined();
  if (baked !== undefined && plain !== undefined) {
    expect(unbake(baked)).toMatchObject({ kind: 'found', format, text: BADGE });
    expect(unbake(plain)).toEqual({ kind: 'broken', fault: 'NOTHING_BAKED' });
    expect(lookAtPicture(baked).kind).toBe(look.kind);
    expect(lookAtPicture(plain).kind).toBe(look.kind);
    if (unbaked.kind === 'found') expectSameTextAgain(file, unbaked.text);
  }
  return isSoundAnswer(unbaked, format);
}

/** A text that was found is found again once it is baked; a NUL is the one thing that is only read. */
function expectSameTextAgain(file: Uint8Array, text: string): void {
  const again = unlessRefused(() => bake(file, text));
  expect(again === undefined).toBe(text.includes('\0'));
  if (again === undefined) return;
  const unbaked = unbake(again);
  expect(unbaked).toMatchObject({ kind: 'found', text });
  expect(unbaked.kind === 'found' && unbaked.warnings.join()).not.toMatch(/DUPLICATE|CRC/);
}

/** True when it was shown. */
function expectHarmless(file: Uint8Array): boolean {
  const shown = unlessRefused(() => displayableSvg(file));
  if (shown === undefined) return false;
  const xml = Buffer.from(shown).toString();
  // Brackets in texts and values are escaped: what is left here is tags alone.
  const tags = (xml.match(/<[^>]*>/g) ?? []).join('');
  expect(tags).not.toMatch(/<\/?(?:script|foreignObject|iframe|x|\w+:)\b/i);
  expect(tags).not.toMatch(/\s(?:on\w+|verify|xml:base|cursor)=/i);
  expect(tags).not.toMatch(/href="(?!\s*#|data:image\/png)/);
  expect(tags).not.toMatch(/url\((?!\s*(?:&quot;|')?(?:#|data:image\/png))/i);
  expect(tags.replaceAll(/\b(?:id|class)="[^"]*"/g, '')).not.toMatch(
    /\\|(?:expression|image-set)\s*\(/i,
  );
  for (const [, css = ''] of xml.matchAll(/<style(?:[^>]*[^/>])?>([^<]*)/g)) {
    expect(css).not.toMatch(/@import|\\/i);
    expect(css).not.toMatch(/url\((?!\s*(?:&quot;|')?(?:#|data:image\/png))/i);
  }
  expect(unbake(shown)).toEqual({ kind: 'broken', fault: 'NOTHING_BAKED' });
  expect(Buffer.from(displayableSvg(shown)).toString()).toBe(xml);
  expect(lookAtPicture(shown).kind).toBe(lookAtPicture(file).kind);
  return true;
}

describe('pictures with mistakes in them', () => {
  test(
    'PNGs are read or refused, and mostly their badges are read',
    () => {
      let [made, reached] = [0, 0];
      const property = fc.property(mutatedPngs, (file) => {
        made += 1;
        if (expectConsistency(file, 'png')) reached += 1;
      });
      fc.assert(property, RUNS);
      expect(reached / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );

  test(
    'SVGs are read or refused, and mostly their badges are read',
    () => {
      let [made, reached] = [0, 0];
      const property = fc.property(mutatedSvgs, (file) => {
        made += 1;
        if (expectConsistency(file, 'svg')) reached += 1;
      });
      fc.assert(property, RUNS);
      expect(reached / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );

  test(
    'SVGs that are shown are harmless, and most are shown',
    () => {
      let [made, shown] = [0, 0];
      const property = fc.property(mutatedSvgs, (file) => {
        made += 1;
        if (expectHarmless(file)) shown += 1;
      });
      fc.assert(property, RUNS);
      expect(shown / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );
});
