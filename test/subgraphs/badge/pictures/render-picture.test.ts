import { describe, expect, test } from '@jest/globals';
import { PNG } from 'pngjs';
import { lookAtPicture } from '../../../../src/openbadges/index.js';
import type { FoundPicture } from '../../../../src/openbadges/index.js';
import { SIDES } from '../../../../subgraphs/badge/pictures/image-size.js';
import { renderPicture } from '../../../../subgraphs/badge/pictures/render-picture.js';
import { samplePng } from '../../../support/badges.js';
import { bakeIntoPng } from '../../../support/issue-picture.js';

const SIZES = ['SMALL', 'MEDIUM', 'LARGE'] as const;
const RED = [204, 34, 34, 255];

function found(bytes: Uint8Array | string): FoundPicture {
  const picture = Buffer.from(bytes);
  const look = lookAtPicture(picture);
  if (look.kind === 'unusable') throw new Error(look.because);
  return { of: 'badge', look, bytes: picture };
}

const svg = (body: string, attributes = 'width="100" height="100"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${body}</svg>`;

/** From 0 to 1, from the left and from the top. */
type Place = readonly [number, number];

/** Red, green, blue and alpha of the pixel that lies there. */
function pixel({ width, height, data }: PNG, [x, y]: Place): readonly number[] {
  const at = (Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))) * 4;
  return [...data.subarray(at, at + 4)];
}

describe('a rendition', () => {
  test.each([
    [90, 90],
    [8, 8],
    [300, 200],
    [200, 300],
    [1, 4000],
    [16_000, 1],
  ])('of a PNG of %i by %i is as large as it says, on both sides', async (width, height) => {
    const { renditions } = await renderPicture(found(samplePng({ width, height })));
    for (const size of SIZES) {
      const drawn = PNG.sync.read(renditions[size]);
      expect([drawn.width, drawn.height]).toEqual([SIDES[size], SIDES[size]]);
    }
  });

  test.each([
    ['wide', { width: 300, height: 200 }, [0.5, 0.1], [0.02, 0.5]],
    ['tall', { width: 200, height: 300 }, [0.1, 0.5], [0.5, 0.02]],
  ] as const)('of a %s PNG is padded, never stretched or cut', async (_, sides, beside, at) => {
    const { renditions } = await renderPicture(found(samplePng(sides)));
    for (const size of SIZES) {
      const drawn = PNG.sync.read(renditions[size]);
      expect(pixel(drawn, beside)[3]).toBe(0);
      expect(pixel(drawn, at)).toEqual(RED);
      expect(pixel(drawn, [0.5, 0.5])).toEqual(RED);
    }
  });

  test.each([
    ['with a size', 'width="100" height="50"', 0],
    ['with only a view box', 'viewBox="0 0 100 100"', 255],
    ['without any', '', 255],
  ])('of an SVG %s is as sharp as a drawing can be', async (_, attributes, corner) => {
    const body = '<rect width="100%" height="100%" fill="#c22"/>';
    const { renditions } = await renderPicture(found(svg(body, attributes)));
    const large = PNG.sync.read(renditions.LARGE);
    expect([large.width, large.height]).toEqual([400, 400]);
    expect(pixel(large, [0.5, 0.5])).toEqual(RED);
    expect(pixel(large, [0, 0])[3]).toBe(corner);
  });
});

describe('what is shown of a picture', () => {
  test('is its original, byte for byte, when that is a plain PNG', async () => {
    expect(await renderPicture(found(samplePng()))).not.toHaveProperty('shown');
  });

  test('is a PNG without the badge that is baked in', async () => {
    const plain = samplePng();
    const { shown } = await renderPicture(found(bakeIntoPng(plain, '{"recipient":"x@y.example"}')));
    expect(Buffer.from(shown ?? [])).toEqual(Buffer.from(plain));
  });

  test('is an SVG without scripts and references to elsewhere', async () => {
    const body =
      '<script>alert(1)</script><image href="https://evil.example/x.png"/><rect onclick="x()"/>';
    const { shown } = await renderPicture(found(svg(body)));
    const text = Buffer.from(shown ?? []).toString();
    expect(text).toContain('<rect');
    expect(text).not.toMatch(/script|evil|onclick/);
  });
});

test('an SVG that would be drawn for minutes is given up after seconds', async () => {
  const blur = '<feGaussianBlur stdDeviation="50"/><feTurbulence baseFrequency="0.3"/>';
  const body = `<filter id="f">${blur.repeat(400)}</filter><rect width="100" height="100" filter="url(#f)"/>`;
  await expect(renderPicture(found(svg(body)))).rejects.toThrow('SIGKILL');
});
