import { deflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { samplePng } from '../../support/badges.js';
import { partsOf, png } from '../../support/png-maker.js';

const PICTURE = samplePng();
const URL_TEXT = 'https://issuer.example/1';

/** The sample picture with parts right behind its header. */
function withChunks(chunks: readonly (readonly [string, Uint8Array])[], picture = PICTURE) {
  const [head, ...rest] = partsOf(picture);
  const added = chunks.map(([type, data]) => ({ type, data }));
  return png([...(head ? [head] : []), ...added, ...rest]);
}

function tEXt(keyword: string, text: string | Uint8Array): readonly [string, Uint8Array] {
  return ['tEXt', Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from(text)])];
}

function zTXt(keyword: string, text: Uint8Array | string): readonly [string, Uint8Array] {
  return ['zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`), deflateSync(text)])];
}

function iTXt(keyword: string, text: Uint8Array, flags = '\0\0', language = '') {
  const head = Buffer.from(`${keyword}\0${flags}${language}\0\0`);
  return ['iTXt', Buffer.concat([head, text])] as const;
}

describe('reading a baked PNG', () => {
  test.each([
    ['tEXt', tEXt('openbadges', URL_TEXT)],
    ['zTXt', zTXt('openbadges', URL_TEXT)],
    ['iTXt', iTXt('openbadges', Buffer.from(URL_TEXT))],
    ['compressed iTXt', iTXt('openbadges', deflateSync(URL_TEXT), '\x01\0')],
    ['iTXt with a language', iTXt('openbadges', Buffer.from(URL_TEXT), '\0\0', 'en')],
    ["3.0's keyword", iTXt('openbadgecredential', Buffer.from(URL_TEXT))],
    ['an old keyword', tEXt('openbadge', URL_TEXT)],
  ])('finds a badge in %s', (_, chunk) => {
    const unbaked = unbake(withChunks([chunk]));
    expect(unbaked).toEqual({ kind: 'found', format: 'png', text: URL_TEXT, warnings: [] });
  });

  test('reads Latin-1 where a text chunk holds no UTF-8', () => {
    const file = withChunks([tEXt('openbadges', Uint8Array.of(0x63, 0xe9))]);
    expect(unbake(file)).toMatchObject({ text: 'cé' });
  });

  test.each([
    ['the same twice', ['a', 'a'], 'a', 'DUPLICATE_SAME'],
    ['two that differ', ['a', 'b'], 'a', 'DUPLICATE_CONFLICT'],
  ])('warns of %s', (_, texts, text, warning) => {
    const file = withChunks(texts.map((one) => tEXt('openbadges', one)));
    expect(unbake(file)).toMatchObject({ kind: 'found', text, warnings: [warning] });
  });

  test('prefers the newer keyword wherever it stands', () => {
    const file = withChunks([tEXt('openbadges', 'old'), tEXt('openbadgecredential', 'new')]);
    expect(unbake(file)).toMatchObject({
      kind: 'found',
      text: 'new',
      warnings: ['DUPLICATE_CONFLICT'],
    });
  });

  test('prefers a badge that can be read over one that cannot', () => {
    const file = withChunks([
      iTXt('openbadges', Buffer.from('junk'), '\x01\0'),
      tEXt('openbadge', 'a'),
    ]);
    expect(unbake(file)).toMatchObject({ kind: 'found', text: 'a' });
  });

  test('reads past a wrong checksum, with a warning', () => {
    const file = withChunks([tEXt('openbadges', 'a')]);
    const at = 33 + 8 + 'openbadges\0a'.length;
    file[at] = (file[at] ?? 0) ^ 0xff;
    expect(unbake(file)).toMatchObject({ kind: 'found', text: 'a', warnings: ['BAD_CRC'] });
  });

  test('says so when a picture claims to be huge, and is not slowed by it', () => {
    const file = withChunks([tEXt('openbadges', 'a')]);
    new DataView(file.buffer).setUint32(16, 0x7fffffff);
    new DataView(file.buffer).setUint32(20, 0x7fffffff);
    expect(unbake(file)).toMatchObject({ warnings: ['MORE_THAN_16_MEGAPIXELS'] });
  });

  test.each([
    ['nothing', new Uint8Array(), 'NOT_A_PICTURE'],
    ['a GIF', Buffer.from('GIF89a'), 'NOT_A_PICTURE'],
    ['a bare signature', PICTURE.subarray(0, 8), 'TRUNCATED'],
    ['half a picture', PICTURE.subarray(0, 50), 'TRUNCATED'],
    ['a picture without its end', PICTURE.subarray(0, -12), 'TRUNCATED'],
    ['an unbaked picture', PICTURE, 'NOTHING_BAKED'],
    ['another keyword', withChunks([tEXt('Comment', 'openbadges')]), 'NOTHING_BAKED'],
    [
      'a keyword without its end',
      withChunks([['tEXt', Buffer.from('openbadges')]]),
      'NOTHING_BAKED',
    ],
    ['broken compression', withChunks([['zTXt', Buffer.from('openbadges\0\0junk')]]), 'BAD_TEXT'],
    ['an unknown method', withChunks([['zTXt', Buffer.from('openbadges\0\x05junk')]]), 'BAD_TEXT'],
    ['an iTXt cut short', withChunks([['iTXt', Buffer.from('openbadges\0\0\0en')]]), 'BAD_TEXT'],
    [
      'a bomb in a zTXt',
      withChunks([zTXt('openbadges', Buffer.alloc(1024 * 1024 + 1))]),
      'TEXT_TOO_LARGE',
    ],
    [
      'a bomb in an iTXt',
      withChunks([iTXt('openbadges', deflateSync(Buffer.alloc(64 * 1024 * 1024)), '\x01\0')]),
      'TEXT_TOO_LARGE',
    ],
    [
      'a text of more than 1 MiB',
      withChunks([tEXt('openbadges', Buffer.alloc(1024 * 1024 + 1, 'a'))]),
      'TEXT_TOO_LARGE',
    ],
    ['too many badges', withChunks(Array(17).fill(tEXt('openbadges', 'a'))), 'TOO_MANY_BADGES'],
    ['10,000 chunks', withChunks(Array(10_000).fill(tEXt('Comment', 'a'))), 'TOO_MANY_CHUNKS'],
    ['10,000 badges', withChunks(Array(10_000).fill(tEXt('openbadges', 'a'))), 'TOO_MANY_CHUNKS'],
  ])('refuses %s', (_, file, fault) => {
    expect(unbake(file)).toEqual({ kind: 'broken', fault });
  });

  test('never throws, whatever bytes it meets', () => {
    const baked = bake(PICTURE, URL_TEXT);
    const places = fc.array(fc.tuple(fc.nat(baked.length - 1), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(places, fc.nat(baked.length), (changes, length) => {
        const damaged = Uint8Array.from(baked);
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(['found', 'broken']).toContain(unbake(damaged.subarray(0, length)).kind);
      }),
    );
  });
});
