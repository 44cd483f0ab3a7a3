import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import { samplePng } from '../../support/badges.js';
import type { Part } from '../../support/png-maker.js';
import { partsOf, png, textPart } from '../../support/png-maker.js';

const PICTURE = samplePng();
const URL_TEXT = 'https://issuer.example/1';
const V2 = '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}';
const V3 =
  '{"@context":["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["OpenBadgeCredential"]}';
const jws = (payload: string) =>
  ['{"alg":"RS256"}', payload, 'sig']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** Texts as a badge may be, and any other that holds something but white space. */
const texts = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.json(), fc.webUrl())
  .filter((text) => text.trim() !== '' && !text.includes('\0'));

const withBadges = (badges: readonly Part[]) => {
  const [head, ...rest] = partsOf(PICTURE);
  return png([...(head ? [head] : []), ...badges, ...rest]);
};

describe('baking into a PNG', () => {
  test('brings every text back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(unbake(bake(PICTURE, text))).toMatchObject({ text, warnings: [] });
      }),
    );
  });

  test('twice leaves one badge, the second', () => {
    fc.assert(
      fc.property(texts, texts, (first, second) => {
        expect(bake(bake(PICTURE, first), second)).toEqual(bake(PICTURE, second));
      }),
    );
  });

  test('drops what was baked before, in every form and under every keyword', () => {
    const old = withBadges([
      textPart('tEXt', 'openbadge\0x'),
      textPart('zTXt', 'openbadgecredential\0\0junk'),
      textPart('iTXt', 'openbadges\0\x01\0\0\0junk'),
    ]);
    expect(bake(old, URL_TEXT)).toEqual(bake(PICTURE, URL_TEXT));
    expect(withoutBadge(old)).toEqual(PICTURE);
  });

  test('writes one uncompressed text right behind the header', () => {
    const [, badge] = partsOf(bake(PICTURE, URL_TEXT));
    expect(badge?.type).toBe('iTXt');
    expect(Buffer.from(badge?.data ?? []).toString()).toBe(`openbadges\0\0\0\0\0${URL_TEXT}`);
  });

  test.each([
    ['openbadges', 'a URL', URL_TEXT],
    ['openbadges', 'a 2.0 assertion', V2],
    ['openbadges', 'a signed 2.0 assertion', jws(V2)],
    ['openbadges', 'any other text', 'text'],
    ['openbadgecredential', 'a 3.0 credential', V3],
    ['openbadgecredential', 'a 3.0 credential as the claims of a JWT', jws(V3)],
    ['openbadgecredential', 'a 3.0 credential within the claims of a JWT', jws(`{"vc":${V3}}`)],
  ])('takes the keyword %s for %s', (keyword, _, text) => {
    const [, badge] = partsOf(bake(PICTURE, text));
    expect(Buffer.from(badge?.data ?? []).toString()).toBe(`${keyword}\0\0\0\0\0${text}`);
  });

  test('takes the keyword that is asked for', () => {
    const [, badge] = partsOf(bake(PICTURE, URL_TEXT, 'openbadgecredential'));
    expect(Buffer.from(badge?.data ?? []).toString()).toMatch(/^openbadgecredential\0/);
  });

  test.each([
    ['what is neither PNG nor SVG', Buffer.from('GIF89a'), 'a'],
    ['an empty text', PICTURE, ''],
    ['white space', PICTURE, ' \n'],
    ['a text with a NUL', PICTURE, 'a\0b'],
    ['half a character', PICTURE, 'a\ud83d'],
    ['more than 1 MiB', PICTURE, 'ä'.repeat(524_289)],
  ])('refuses %s', (_, image, text) => {
    expect(() => bake(image, text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('has room for 1 MiB', () => {
    const text = 'ä'.repeat(524_288);
    expect(unbake(bake(PICTURE, text))).toMatchObject({ text });
  });
});
