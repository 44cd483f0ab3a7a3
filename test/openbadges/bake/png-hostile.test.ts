import { deflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';
import { samplePng } from '../../support/badges.js';
import type { Part } from '../../support/png-maker.js';
import { partsOf, png, textPart } from '../../support/png-maker.js';

const PICTURE = samplePng();
const URL_TEXT = 'https://issuer.example/1';
const BADGE = textPart('tEXt', `openbadges\0${URL_TEXT}`);
const MIB = 1024 * 1024;
const HEADER_AT = 8;
const SECOND_AT = 33;

/** The sample picture with parts right behind its header. */
function withParts(parts: readonly Part[]): Uint8Array {
  return png([...partsOf(PICTURE).slice(0, 1), ...parts, ...partsOf(PICTURE).slice(1)]);
}

function compressed(form: 'zTXt' | 'iTXt', data: Uint8Array): Part {
  const head = { zTXt: 'openbadges\0\0', iTXt: 'openbadges\0\x01\0\0\0' }[form];
  return { type: form, data: Buffer.concat([Buffer.from(head), data]) };
}

function withLength(at: number, length: number): Uint8Array {
  const file = withParts([BADGE]);
  new DataView(file.buffer).setUint32(at, length);
  return file;
}

const found = { kind: 'found', format: 'png', text: URL_TEXT, warnings: [] };

describe('a PNG that is something else as well', () => {
  test.each<[string, Uint8Array]>([
    ['a ZIP archive', Buffer.from('PK\x03\x04\x14\0\0\0\0\0PK\x05\x06')],
    ['a web page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['another picture with a badge', withParts([textPart('tEXt', 'openbadges\0other')])],
    ['a badge behind the end', png([textPart('tEXt', 'openbadges\0other')]).subarray(8)],
    ['a second end', png([{ type: 'IEND', data: new Uint8Array() }]).subarray(8)],
    ['1 MiB of nothing', Buffer.alloc(MIB)],
  ])('by way of %s behind its end is read and baked up to its end', (_, appended) => {
    const whole = Buffer.concat([withParts([BADGE]), appended]);
    expect(unbake(whole)).toEqual(found);
    expect(bake(whole, URL_TEXT)).toEqual(bake(PICTURE, URL_TEXT));
    expect(withoutBadge(whole)).toEqual(PICTURE);
    expect(lookAtPicture(whole)).toMatchObject({ kind: 'picture', width: 90, height: 90 });
  });

  test('by way of a web page in a text is a PNG, page and all', () => {
    const page = textPart('tEXt', 'Comment\0<html><script>alert(1)</script>');
    expect(unbake(withParts([page, BADGE]))).toEqual(found);
    expect(withoutBadge(withParts([page, BADGE]))).toEqual(withParts([page]));
  });

  test('by way of something before its start is no PNG', () => {
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), withParts([BADGE])]);
    expect(unbake(file)).toEqual({ kind: 'broken', fault: 'NOT_A_PICTURE' });
  });

  test('in a drawing is only pixels there', () => {
    const pixels = Buffer.from(withParts([BADGE])).toString('base64');
    const file = `<svg><image href="data:image/png;base64,${pixels}"/></svg>`;
    expect(unbake(Buffer.from(file))).toEqual({ kind: 'broken', fault: 'NOTHING_BAKED' });
  });
});

describe('a badge in an odd place of a PNG', () => {
  const [head, ...rest] = partsOf(PICTURE).map((part) => [part]);
  test.each([
    ['before the pixels', [...(head ?? []), BADGE, ...rest.flat()]],
    ['before the end', [...(head ?? []), ...rest.flat().toSpliced(-1, 0, BADGE)]],
    [
      'after a piece of pixels without any',
      [...(head ?? []), { type: 'IDAT', data: Buffer.alloc(0) }, BADGE, ...rest.flat()],
    ],
  ])('is found %s', (_, parts) => {
    expect(unbake(png(parts))).toEqual(found);
  });

  test('is not found before the header, nor under a longer keyword or a nameless one', () => {
    expect(unbake(png([BADGE, ...partsOf(PICTURE)]))).toMatchObject({ fault: 'BAD_PNG' });
    for (const keyword of ['openbadgesx', ' openbadges', 'OpenBadges', 'x'.repeat(80), '']) {
      const file = withParts([textPart('tEXt', `${keyword}\0${URL_TEXT}`)]);
      expect(unbake(file)).toMatchObject({ fault: 'NOTHING_BAKED' });
    }
  });

  test('is found in a file that is part of a larger memory', () => {
    const around = Buffer.concat([Buffer.alloc(13, 7), withParts([BADGE]), Buffer.alloc(5, 7)]);
    const file = around.subarray(13, -5);
    expect(unbake(file)).toEqual(found);
    expect(withoutBadge(file)).toEqual(PICTURE);
  });

  test.each([
    ['an empty text', ''],
    ['white space', ' \r\n\t'],
  ])('with %s is damaged, and gives way to another one', (_, text) => {
    const blank = textPart('tEXt', `openbadgecredential\0${text}`);
    expect(unbake(withParts([blank]))).toEqual({ kind: 'broken', fault: 'BAD_TEXT' });
    expect(unbake(withParts([blank, BADGE]))).toMatchObject({
      text: URL_TEXT,
      warnings: ['DUPLICATE_CONFLICT'],
    });
  });
});

describe('lengths that lie', () => {
  test.each([0xffffffff, 0xfffffff4, 0x80000000, 0x7fffffff, MIB, 0xffff])(
    'of %d bytes end in a refusal',
    (length) => {
      expect(unbake(withLength(SECOND_AT, length))).toEqual({ kind: 'broken', fault: 'TRUNCATED' });
      expect(unbake(withLength(HEADER_AT, length))).toMatchObject({ kind: 'broken' });
      for (const at of [HEADER_AT, SECOND_AT]) {
        const file = withLength(at, length);
        expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable' });
        expect(() => bake(file, 'a')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
      }
    },
  );

  test.each([0, 1, 11, 14, 30])('of %d bytes are believed, and what follows is not', (length) => {
    const file = withLength(SECOND_AT, length);
    expect(unbake(file).kind).toBe('broken');
    expect(() => bake(file, 'a')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('a bomb', () => {
  test.each(['zTXt', 'iTXt'] as const)('in a %s is not inflated beyond 1 MiB', (form) => {
    const full = compressed(form, deflateSync(Buffer.alloc(MIB, 'a')));
    expect(unbake(withParts([full]))).toMatchObject({ text: 'a'.repeat(MIB) });
    for (const bytes of [MIB + 1, 64 * MIB]) {
      const bomb = compressed(form, deflateSync(Buffer.alloc(bytes, 'a')));
      expect(unbake(withParts([bomb]))).toEqual({ kind: 'broken', fault: 'TEXT_TOO_LARGE' });
      expect(unbake(withParts([bomb, BADGE]))).toMatchObject({
        text: URL_TEXT,
        warnings: ['DUPLICATE_CONFLICT'],
      });
      expect(bake(withParts([bomb]), URL_TEXT)).toEqual(bake(PICTURE, URL_TEXT));
    }
  });

  test('of a bomb is only text', () => {
    const inner = deflateSync(Buffer.alloc(MIB));
    const text = unbake(withParts([compressed('zTXt', deflateSync(inner))]));
    expect(text).toMatchObject({ kind: 'found', text: inner.toString('latin1') });
  });

  test('of 17 bombs is not looked at', () => {
    const bomb = compressed('zTXt', deflateSync(Buffer.alloc(8 * MIB)));
    const file = withParts(Array<Part>(17).fill(bomb));
    expect(unbake(file)).toEqual({ kind: 'broken', fault: 'TOO_MANY_BADGES' });
    expect(bake(file, URL_TEXT)).toEqual(bake(PICTURE, URL_TEXT));
  });
});

describe('very many parts', () => {
  const most = 4_000 - partsOf(PICTURE).length;
  const comments = (count: number) => Array<Part>(count).fill(textPart('tEXt', 'a\0b'));

  test('up to 4,000 are read, baked and looked at', () => {
    const file = withParts([...comments(most - 1), BADGE]);
    expect(unbake(file)).toEqual(found);
    expect(unbake(bake(file, URL_TEXT))).toEqual(found);
    expect(lookAtPicture(file)).toMatchObject({ kind: 'picture' });
  });

  test('are refused when there is no room for a badge that would be read again', () => {
    const file = withParts(comments(most));
    expect(unbake(file)).toMatchObject({ fault: 'NOTHING_BAKED' });
    expect(() => bake(file, URL_TEXT)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test.each([4_001, 10_000])('of %d are refused everywhere', (count) => {
    const file = withParts(comments(count));
    expect(unbake(file)).toEqual({ kind: 'broken', fault: 'TOO_MANY_CHUNKS' });
    expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable' });
    expect(() => withoutBadge(file)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('a header that promises more than there is room for', () => {
  test.each([
    [0x7fffffff, 0x7fffffff],
    [4_001, 4_000],
    [16_000_001, 1],
    [4_000, 4_000],
  ])('as %d by %d pixels is not shown, its badge is read', (width, height) => {
    const [head, ...rest] = partsOf(PICTURE);
    const data = Buffer.from(head?.data ?? []);
    data.writeUInt32BE(width, 0);
    data.writeUInt32BE(height, 4);
    const file = png([{ type: 'IHDR', data }, BADGE, ...rest]);
    expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable' });
    expect(unbake(file)).toMatchObject({ kind: 'found', text: URL_TEXT });
  });
});
