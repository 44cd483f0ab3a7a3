import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { displayableSvg } from '../../../src/openbadges/bake/displayable-svg.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import { runs } from '../../support/counts.js';
import { EVERY_FILTER, EVERY_FORM, partsOf, plainParts, png } from '../../support/png-maker.js';

const RUNS = { numRuns: runs(200, 10_000) };
const URL_TEXT = 'https://issuer.example/1';
const NOTHING = { kind: 'broken', fault: 'NOTHING_BAKED' };

/** What is hard to write down in one of the formats, or cannot be. */
const AWKWARD = [
  ']]>',
  ']]',
  '>',
  '<![CDATA[',
  '<!--',
  '&amp;',
  '&#13;',
  '<',
  '"',
  "'",
  '\r\n',
  '\r',
  '\n',
  '\t',
  ' ',
  '\u0085',
  '\u2028',
  '\u00a0',
  '\u007f',
  '\u009f',
  '\uFEFF',
  '\uFFFD',
  '🏅',
  '\u{10FFFF}',
  'é',
  '徽',
];
const ILLEGAL = ['\0', '\u0001', '\u000b', '\u001f', '\uFFFE', '\uFFFF', '\uD83D', '\uDFC5'];

const words = fc.constantFrom(...AWKWARD, 'a', '{', '}', 'https://issuer.example/1', 'e30.e30.x');
const texts = fc.oneof(
  fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme' }),
  fc.json(),
  fc.webUrl(),
  fc
    .jsonValue()
    .map((value) => JSON.stringify({ '@context': 'https://w3id.org/openbadges/v2', value })),
);
const awkwardTexts = fc.oneof(
  texts,
  fc
    .tuple(texts, fc.constantFrom(...ILLEGAL), texts)
    .map(([before, illegal, after]) => before + illegal + after),
);

/** What can be baked into any picture, said once more. */
function isLegal(text: string): boolean {
  return text.trim() !== '' && !text.includes('\0') && Buffer.from(text).toString() === text;
}

/** Source: XML 1.0, production 2. */
function isLegalInXml(text: string): boolean {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).every(
    (code) => (code >= 0x20 || [9, 10, 13].includes(code)) && code !== 0xfffe && code !== 0xffff,
  );
}

const pngs = fc
  .record({
    form: fc.constantFrom(...EVERY_FORM),
    filter: fc.constantFrom(...EVERY_FILTER),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ form, ...picture }) => png(plainParts({ ...form, ...picture })));

const encoders: readonly ((xml: string) => Uint8Array)[] = [
  (xml) => new TextEncoder().encode(xml),
  (xml) => new TextEncoder().encode(`\uFEFF${xml}`),
  (xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le'),
  (xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le').swap16(),
  (xml) => Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`, 'latin1'),
];
const contents = fc.array(
  fc.constantFrom(
    '<g/>',
    '<g id="é"><rect width="1" height="2"/></g>',
    '<text>ü &amp; <![CDATA[<]]> \r\n</text>',
    '<!-- é -->',
    '<script>1</script>',
    '\n',
  ),
  { maxLength: 5 },
);
const svgs = fc
  .record({
    encode: fc.constantFrom(...encoders),
    prolog: fc.constantFrom('', '<!-- x -->\n', '<?a b?>'),
    prefix: fc.constantFrom('', 's:'),
    names: fc.constantFrom(
      '',
      ' xmlns:openbadges="http://openbadges.org"',
      " xmlns:openbadges = 'https://purl.imsglobal.org/ob/v3p0' ",
      ' xmlns:openbadges="urn:else" xmlns:o="http://openbadges.org"',
    ),
    content: contents,
  })
  .map(({ encode, prolog, prefix, names, content }) => {
    const start = `${prefix}svg xmlns${prefix && ':s'}="http://www.w3.org/2000/svg"${names}`;
    const inner = content.join('');
    return encode(`${prolog}<${start}${inner === '' ? '/>' : `>${inner}</${prefix}svg>`}`);
  });

/** Gives the text back, or says why not: never anything between. */
function expectRoundTrip(picture: Uint8Array, text: string, isPossible: boolean): void {
  if (isPossible) {
    expect(unbake(bake(picture, text))).toMatchObject({ kind: 'found', text, warnings: [] });
    return;
  }
  expect(() => bake(picture, text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
}

/** What is drawn; a root that was opened for a badge draws as little as one that closes itself. */
function drawing(picture: Uint8Array): string {
  return Buffer.from(displayableSvg(picture))
    .toString()
    .replace(/><\/svg>$/, '/>');
}

describe('a PNG', () => {
  test('gives back every text that is baked into it, or refuses it', () => {
    const property = fc.property(pngs, awkwardTexts, (picture, text) => {
      expectRoundTrip(picture, text, isLegal(text));
    });
    fc.assert(property, RUNS);
  });

  test('holds one badge however often it is baked, and without it is what it was', () => {
    const legal = texts.filter(isLegal);
    const property = fc.property(pngs, legal, legal, (picture, first, second) => {
      const twice = bake(bake(picture, first), second);
      const badges = partsOf(twice).filter(({ type }) => type === 'iTXt');
      expect(badges.map(({ data }) => Buffer.from(data).toString().split('\0').at(-1))).toEqual([
        second,
      ]);
      expect(withoutBadge(twice)).toEqual(picture);
      expect(unbake(withoutBadge(twice))).toEqual(NOTHING);
    });
    fc.assert(property, RUNS);
  });
});

describe('an SVG', () => {
  test('gives back every text that is baked into it, or refuses it', () => {
    const property = fc.property(svgs, awkwardTexts, (picture, text) => {
      expectRoundTrip(picture, text, isLegal(text) && isLegalInXml(text));
    });
    fc.assert(property, RUNS);
  });

  test('holds one badge however often it is baked, and without it draws what it drew', () => {
    const legal = texts.filter((text) => isLegal(text) && isLegalInXml(text));
    const property = fc.property(svgs, legal, legal, (picture, first, second) => {
      const twice = bake(bake(picture, first), second);
      expect(unbake(twice)).toMatchObject({ kind: 'found', text: second, warnings: [] });
      const plain = withoutBadge(twice);
      expect(unbake(plain)).toEqual(NOTHING);
      expect(drawing(plain)).toBe(drawing(picture));
      expect(drawing(twice)).toBe(drawing(picture));
    });
    fc.assert(property, RUNS);
  });

  test('that was baked is baked anew into the very same bytes', () => {
    const property = fc.property(svgs, (picture) => {
      const baked = bake(picture, URL_TEXT);
      expect(bake(baked, URL_TEXT)).toEqual(baked);
    });
    fc.assert(property, RUNS);
  });
});
