import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';

import { displayableSvg } from '../../../src/openbadges/bake/displayable-svg.js';
import { carriedPixels } from '../../../src/openbadges/bake/svg/carried-pixels.js';
import { header, png } from '../../support/png-maker.js';

const GREY = { colourType: 0, bitDepth: 1, interlace: 0 } as const;
const blank = () => sharp({ create: { width: 300, height: 20, channels: 4, background: '#123' } });

/** The start of a picture with these sides; nothing behind it is needed to be misled by it. */
function huge(width: number, height: number): Uint8Array {
  return png([{ type: 'IHDR', data: header({ ...GREY, width, height }) }]);
}

function asData(bytes: Uint8Array, type = 'png'): string {
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

function drawing(content: string): Uint8Array {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`);
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

describe('pixels that a drawing carries', () => {
  test.each([
    ['PNG', () => blank().png()],
    ['GIF', () => blank().gif()],
    ['WebP', () => blank().removeAlpha().webp({ quality: 50 })],
    ['WebP without loss', () => blank().webp({ lossless: true })],
    [
      'WebP with its extensions',
      () =>
        blank()
          .withExif({ IFD0: { Artist: 'x' } })
          .webp(),
    ],
    ['JPEG', () => blank().jpeg()],
    [
      'progressive JPEG',
      () =>
        blank()
          .withExif({ IFD0: { Artist: 'x' } })
          .jpeg({ progressive: true }),
    ],
  ])('are counted in %s, whatever its address says', async (_, made) => {
    const bytes = await made().toBuffer();
    expect(carriedPixels([asData(bytes, 'png')])).toBe(6_000);
    expect(carriedPixels([asData(bytes.subarray(0, 5))])).toBe(0);
  });

  test.each([
    ['broken over lines', asData(huge(7, 9)).replace(/(?<=,.{20})/, ' \n')],
    ['with more to its type', asData(huge(7, 9)).replace(';', ';charset=x;')],
  ])('are counted in an address %s', (_, address) => {
    expect(carriedPixels([address])).toBe(63);
  });

  test.each([
    ['in one picture', `<image href="${asData(huge(20_000, 20_000))}"/>`],
    ['in a style', `<rect style="fill:url(${asData(huge(20_000, 20_000))})"/>`],
    ['in a style sheet', `<style>a{background:url('${asData(huge(20_000, 20_000))}')}</style>`],
    [
      'behind a line end that is written as a number',
      `<image href="${asData(huge(20_000, 20_000)).replace(',', ',&#10;&#x20;')}"/>`,
    ],
    ['in many pictures', `<image href="${asData(huge(1_000, 1_000))}"/>`.repeat(17)],
  ])('are not shown when they are more than 16 million %s', (_, content) => {
    expect(() => displayableSvg(drawing(content))).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });

  test.each([
    [
      'not in base64',
      `data:image/png,${Buffer.from(huge(0x2828, 0x2828)).toString('latin1').replace(/[^(]/g, percent)}`,
    ],
    ['in base64 that is encoded once more', asData(huge(20_000, 20_000)).replaceAll('A', '%41')],
  ])('go when their address is %s, where a reader may see an earlier end', (_, address) => {
    const shown = displayableSvg(drawing(`<image href="${address}"/>`));
    expect(Buffer.from(shown).toString()).not.toContain('data:');
  });

  test('are shown up to that', () => {
    const shown = displayableSvg(drawing(`<image href="${asData(huge(4_000, 4_000))}"/>`));
    expect(Buffer.from(shown).toString()).toContain('data:image/png');
  });
});
