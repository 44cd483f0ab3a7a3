import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { PNG } from 'pngjs';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import type { Picture } from '../../support/png-maker.js';
import {
  EVERY_FILTER,
  EVERY_FORM,
  partsOf,
  plainParts,
  png,
  richParts,
} from '../../support/png-maker.js';

const BADGE = JSON.stringify({ id: 'https://issuer.example/1', name: 'Grüße, 徽章' });
const SIZES = [
  { width: 1, height: 1 },
  { width: 13, height: 7 },
  { width: 32, height: 9 },
];
const suite = JSON.parse(
  readFileSync(new URL('../../vectors/png-suite.json', import.meta.url), 'utf8'),
) as { pictures: { name: string; base64: string }[] };

/** Everything that has to be true of a picture in a legal form. */
function expectSoundBaking(file: Uint8Array) {
  const baked = bake(file, BADGE);
  expect(unbake(baked)).toEqual({ kind: 'found', format: 'png', text: BADGE, warnings: [] });
  const [first, second, ...rest] = partsOf(baked);
  expect(second?.type).toBe('iTXt');
  expect([first, ...rest]).toEqual(partsOf(file));
  expect(withoutBadge(baked)).toEqual(file);
  expect(pixelsOf(baked)).toEqual(pixelsOf(file));
}

function pixelsOf(file: Uint8Array) {
  return PNG.sync.read(Buffer.from(file)).data;
}

describe.each(EVERY_FORM)(
  'colour type $colourType in $bitDepth bits, interlace $interlace',
  (form) => {
    const pictures: readonly Picture[] = EVERY_FILTER.flatMap((filter) =>
      SIZES.map((size) => ({ ...form, ...size, filter })),
    );

    test('bakes and unbakes with every filter', () => {
      for (const picture of pictures) expectSoundBaking(png(plainParts(picture)));
    });

    test('bakes among all the other parts a PNG may have', () => {
      for (const picture of pictures) expectSoundBaking(png(richParts(picture)));
    });

    test('is seen in its size', () => {
      for (const picture of pictures) {
        const { width, height } = picture;
        const file = png(richParts(picture));
        expect(lookAtPicture(file)).toMatchObject({
          kind: 'picture',
          format: 'png',
          width,
          height,
        });
      }
    });
  },
);

describe('PngSuite', () => {
  test.each(suite.pictures)('$name bakes and is seen', ({ base64 }) => {
    const file = new Uint8Array(Buffer.from(base64, 'base64'));
    expectSoundBaking(file);
    expect(lookAtPicture(file)).toMatchObject({ kind: 'picture', format: 'png' });
  });
});
