import { deflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import type { Part, Picture } from '../../support/png-maker.js';
import { EVERY_FORM, header, noise, plainParts, png, rows } from '../../support/png-maker.js';

const BADGE = '{"id":"https://issuer.example/1"}';
const GREY: Picture = {
  width: 5,
  height: 4,
  colourType: 0,
  bitDepth: 8,
  interlace: 0,
  filter: 'mixed',
};
const PALETTE: Picture = { ...GREY, colourType: 3, bitDepth: 2 };
const IEND: Part = { type: 'IEND', data: new Uint8Array() };

/** A picture with parts put, taken or changed. */
function changed(picture: Picture, change: (parts: readonly Part[]) => readonly Part[]) {
  return png(change(plainParts(picture)));
}

/** A grey picture whose header says something else at one place. */
function withHeader(at: number, value: number) {
  const data = Uint8Array.from(header(GREY));
  data[at] = value;
  return changed(GREY, ([, ...rest]) => [{ type: 'IHDR', data }, ...rest]);
}

/** A picture whose pixels are these bytes, deflated. */
function withRows(pixels: Uint8Array) {
  return withData(deflateSync(pixels));
}

function withData(data: Uint8Array) {
  return png([{ type: 'IHDR', data: header(GREY) }, { type: 'IDAT', data }, IEND]);
}

function withPalette(colours: Uint8Array) {
  return changed(PALETTE, ([head, , ...rest]) => [
    ...(head ? [head] : []),
    { type: 'PLTE', data: colours },
    ...rest,
  ]);
}

function withWrongCrc(type: string) {
  return changed(PALETTE, (parts) =>
    parts.map((part) => (part.type === type ? { ...part, crc: 1 } : part)),
  );
}

const sound = png(plainParts(GREY));
const wrongPairs = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((colourType) =>
  [0, 1, 2, 3, 4, 8, 16, 32]
    .filter(
      (bitDepth) =>
        !EVERY_FORM.some((form) => form.colourType === colourType && form.bitDepth === bitDepth),
    )
    .map((bitDepth) => [colourType, bitDepth] as const),
);

describe('a broken PNG', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['its signature alone', sound.subarray(0, 8)],
    [
      'a signature that lost its high bit',
      Uint8Array.from(sound, (byte, at) => (at === 0 ? byte & 0x7f : byte)),
    ],
    [
      'a signature with its line ends changed',
      Buffer.concat([Buffer.from('89504e470a1a0a', 'hex'), sound.subarray(8)]),
    ],
    [
      'a header that is not first',
      changed(GREY, ([head, data, end]) => [data, head, end].filter((part) => part !== undefined)),
    ],
    ['no header', changed(GREY, (parts) => parts.slice(1))],
    [
      'a header that is too long',
      changed(GREY, ([, ...rest]) => [{ type: 'IHDR', data: Buffer.alloc(14, 1) }, ...rest]),
    ],
    [
      'a second header',
      changed(GREY, ([head, ...rest]) => [...(head ? [head, head] : []), ...rest]),
    ],
    ['no width', png(plainParts({ ...GREY, width: 0 }))],
    ['no height', png(plainParts({ ...GREY, height: 0 }))],
    ['a width beyond 31 bits', withHeader(0, 0x80)],
    ['a height beyond 31 bits', withHeader(4, 0x80)],
    ['an unknown compression', withHeader(10, 1)],
    ['an unknown filter method', withHeader(11, 1)],
    ['an unknown interlace method', withHeader(12, 2)],
    ['no pixels', changed(GREY, (parts) => parts.filter(({ type }) => type !== 'IDAT'))],
    [
      'pixels torn apart',
      changed(GREY, (parts) =>
        parts.flatMap((part) =>
          part.type === 'IDAT' ? [part, { type: 'tIME', data: Buffer.alloc(7) }, part] : [part],
        ),
      ),
    ],
    [
      'no palette where one is needed',
      changed(PALETTE, (parts) => parts.filter(({ type }) => type !== 'PLTE')),
    ],
    [
      'two palettes',
      changed(PALETTE, (parts) =>
        parts.flatMap((part) => (part.type === 'PLTE' ? [part, part] : [part])),
      ),
    ],
    [
      'a palette behind the pixels',
      changed(PALETTE, ([head, palette, data, end]) =>
        [head, data, palette, end].filter((part) => part !== undefined),
      ),
    ],
    ['an empty palette', withPalette(new Uint8Array())],
    ['a palette cut within a colour', withPalette(noise(4))],
    ['more colours than the bit depth has', withPalette(noise(15))],
    [
      'more colours than a palette has',
      changed({ ...GREY, colourType: 2 }, ([head, ...rest]) => [
        ...(head ? [head] : []),
        { type: 'PLTE', data: noise(257 * 3) },
        ...rest,
      ]),
    ],
    [
      'a palette in a grey picture',
      changed(GREY, ([head, ...rest]) => [
        ...(head ? [head] : []),
        { type: 'PLTE', data: noise(6) },
        ...rest,
      ]),
    ],
    [
      'a part every decoder must know and none does',
      changed(GREY, ([head, ...rest]) => [
        ...(head ? [head] : []),
        { type: 'NEWX', data: noise(3) },
        ...rest,
      ]),
    ],
    [
      'a part without a name',
      changed(GREY, ([head, ...rest]) => [
        ...(head ? [head] : []),
        { type: 'a1 b', data: noise(3) },
        ...rest,
      ]),
    ],
    [
      'an end with something in it',
      changed(GREY, (parts) =>
        parts.map((part) => (part.type === 'IEND' ? { ...part, data: noise(1) } : part)),
      ),
    ],
    ['a wrong checksum of its header', withWrongCrc('IHDR')],
    ['a wrong checksum of its palette', withWrongCrc('PLTE')],
    ['a wrong checksum of its pixels', withWrongCrc('IDAT')],
    ['a wrong checksum of its end', withWrongCrc('IEND')],
    ['a length beyond its end', Uint8Array.from(sound, (byte, at) => (at === 33 ? 0x7f : byte))],
    [
      '4,001 parts',
      changed(GREY, ([head, ...rest]) => [
        ...(head ? [head] : []),
        ...Array<Part>(4_001).fill({ type: 'tEXt', data: noise(2) }),
        ...rest,
      ]),
    ],
    [
      '10,000 pieces of pixels',
      changed(GREY, ([head, data, end]) =>
        [...(head ? [head] : []), ...Array<Part | undefined>(10_000).fill(data), end].filter(
          (part) => part !== undefined,
        ),
      ),
    ],
    ...wrongPairs.map(([colourType, bitDepth]): [string, Uint8Array] => [
      `colour type ${colourType} in ${bitDepth} bits`,
      png(plainParts({ ...GREY, colourType, bitDepth })),
    ]),
    ...Array.from(sound.keys(), (length): [string, Uint8Array] => [
      `an end after ${length} bytes`,
      sound.subarray(0, length),
    ]),
  ])('with %s is refused, and the reason is the one it is not shown for', (_, file) => {
    const look = lookAtPicture(file);
    expect(look).toMatchObject({
      kind: 'unusable',
      because: expect.stringMatching(/^it|^a |^one /),
    });
    expect(() => bake(file, BADGE)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => withoutBadge(file)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(unbake(file)).toMatchObject({ kind: 'broken' });
  });

  test.each<[string, Uint8Array]>([
    ['that are no compressed data', withData(noise(40))],
    ['that are empty', withData(new Uint8Array())],
    ['whose compressed data are cut off', withData(deflateSync(rows(GREY)).subarray(0, -6))],
    [
      'whose compressed checksum is wrong',
      withData(Uint8Array.from([...deflateSync(rows(GREY)).subarray(0, -1), 0xff])),
    ],
    [
      'that need a dictionary',
      withData(deflateSync(rows(GREY), { dictionary: Buffer.from('0123') })),
    ],
    ['that are too few', withRows(rows(GREY).subarray(1))],
    ['that are too many', withRows(Buffer.concat([rows(GREY), noise(1)]))],
    ['that inflate to 64 MiB', withRows(Buffer.alloc(64 * 1024 * 1024))],
    [
      'with an unknown filter in a row',
      withRows(Uint8Array.from(rows(GREY), (byte, at) => (at === 6 ? 5 : byte))),
    ],
  ])('with pixels %s is neither shown nor baked', (_, file) => {
    expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable' });
    expect(() => bake(file, BADGE)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('with huge sides and few pixels is not even inflated', () => {
    const wide = png(
      plainParts({ ...GREY, width: 1, height: 1 }).map((part) =>
        part.type === 'IHDR'
          ? { ...part, data: header({ ...GREY, width: 4_000, height: 4_000 }) }
          : part,
      ),
    );
    expect(lookAtPicture(wide)).toMatchObject({ kind: 'unusable' });
  });
});

test('what is hidden behind the end of a PNG is not baked along', () => {
  const polyglot = Buffer.concat([sound, Buffer.from('PK\x03\x04<script>')]);
  expect(bake(polyglot, BADGE)).toEqual(bake(sound, BADGE));
  expect(withoutBadge(polyglot)).toEqual(sound);
});

test('a wrong checksum of a part that nobody needs is left as it is', () => {
  const odd = changed(GREY, ([head, ...rest]) => [
    ...(head ? [head] : []),
    { type: 'tEXt', data: Buffer.from('Title\0x'), crc: 7 },
    ...rest,
  ]);
  expect(withoutBadge(bake(odd, BADGE))).toEqual(odd);
  expect(lookAtPicture(odd)).toMatchObject({ kind: 'picture' });
});
