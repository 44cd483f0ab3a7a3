import { crc32, deflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PNG } from 'pngjs';

import { bake, unbake } from '../../../src/openbadges/index.js';
import { samplePng } from '../../support/badges.js';

const URL_TEXT = 'https://issuer.example/1';

/** Puts chunks of type and content right after IHDR. */
function withChunks(chunks: readonly (readonly [string, Uint8Array])[], png = samplePng()) {
  const parts = chunks.map(([type, data]) => {
    const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(4 + content.length + 4);
    frame.writeUInt32BE(data.length, 0);
    content.copy(frame, 4);
    frame.writeUInt32BE(crc32(content), 4 + content.length);
    return frame;
  });
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), ...parts, png.subarray(33)]));
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
    expect(unbaked).toEqual({ kind: 'found', text: URL_TEXT, warnings: [] });
  });

  test('reads Latin-1 where a text chunk holds no UTF-8', () => {
    const png = withChunks([tEXt('openbadges', Uint8Array.of(0x63, 0xe9))]);
    expect(unbake(png)).toMatchObject({ text: 'cé' });
  });

  test.each([
    ['the same twice', ['a', 'a'], 'a', 'DUPLICATE_SAME'],
    ['two that differ', ['a', 'b'], 'a', 'DUPLICATE_CONFLICT'],
  ])('warns of %s', (_, texts, text, warning) => {
    const png = withChunks(texts.map((one) => tEXt('openbadges', one)));
    expect(unbake(png)).toEqual({ kind: 'found', text, warnings: [warning] });
  });

  test('prefers the newer keyword wherever it stands', () => {
    const png = withChunks([tEXt('openbadges', 'old'), tEXt('openbadgecredential', 'new')]);
    expect(unbake(png)).toEqual({ kind: 'found', text: 'new', warnings: ['DUPLICATE_CONFLICT'] });
  });

  test('prefers a badge that can be read over one that cannot', () => {
    const png = withChunks([
      iTXt('openbadges', Buffer.from('junk'), '\x01\0'),
      tEXt('openbadge', 'a'),
    ]);
    expect(unbake(png)).toMatchObject({ kind: 'found', text: 'a' });
  });

  test('reads past a wrong checksum, with a warning', () => {
    const png = withChunks([tEXt('openbadges', 'a')]);
    const at = 33 + 8 + 'openbadges\0a'.length;
    png[at] = (png[at] ?? 0) ^ 0xff;
    expect(unbake(png)).toEqual({ kind: 'found', text: 'a', warnings: ['BAD_CRC'] });
  });

  test('says so when a picture claims to be huge, and is not slowed by it', () => {
    const png = withChunks([tEXt('openbadges', 'a')]);
    new DataView(png.buffer).setUint32(16, 0x7fffffff);
    new DataView(png.buffer).setUint32(20, 0x7fffffff);
    expect(unbake(png)).toMatchObject({ warnings: ['MORE_THAN_16_MEGAPIXELS'] });
  });

  test.each([
    ['nothing', new Uint8Array(), 'NOT_PNG'],
    ['a GIF', Buffer.from('GIF89a'), 'NOT_PNG'],
    ['a bare signature', samplePng().subarray(0, 8), 'TRUNCATED'],
    ['half a picture', samplePng().subarray(0, 50), 'TRUNCATED'],
    ['a picture without its end', samplePng().subarray(0, -12), 'TRUNCATED'],
    ['an unbaked picture', samplePng(), 'NOTHING_BAKED'],
    ['another keyword', withChunks([tEXt('Comment', 'openbadges')]), 'NOTHING_BAKED'],
    [
      'a keyword without its end',
      withChunks([['tEXt', Buffer.from('openbadges')]]),
      'NOTHING_BAKED',
    ],
    ['broken compression', withChunks([['zTXt', Buffer.from('openbadges\0\0junk')]]), 'BAD_TEXT'],
    ['an unknown method', withChunks([['zTXt', Buffer.from('openbadges\0\x05junk')]]), 'BAD_TEXT'],
    ['an iTXt cut short', withChunks([['iTXt', Buffer.from('openbadges\0\0\0en')]]), 'BAD_TEXT'],
    ['a bomb', withChunks([zTXt('openbadges', Buffer.alloc(1024 * 1024 + 1))]), 'TEXT_TOO_LARGE'],
    ['too many badges', withChunks(Array(17).fill(tEXt('openbadges', 'a'))), 'TOO_MANY_CHUNKS'],
    ['too many chunks', withChunks(Array(5_000).fill(tEXt('Comment', 'a'))), 'TOO_MANY_CHUNKS'],
  ])('refuses %s', (_, png, fault) => {
    expect(unbake(png)).toEqual({ kind: 'broken', fault });
  });

  test('never throws, whatever bytes it meets', () => {
    const baked = bake(samplePng(), URL_TEXT);
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

describe('baking', () => {
  test('brings every text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(unbake(bake(samplePng(), text))).toEqual({ kind: 'found', text, warnings: [] });
      }),
    );
  });

  test('drops what was baked before, under every keyword', () => {
    const old = withChunks([tEXt('openbadge', 'x'), zTXt('openbadgecredential', 'y')]);
    const again = bake(bake(old, 'first'), 'second');
    expect(unbake(again)).toEqual({ kind: 'found', text: 'second', warnings: [] });
    expect(again).toEqual(bake(samplePng(), 'second'));
  });

  test('leaves the picture as it is', () => {
    const png = samplePng();
    const baked = PNG.sync.read(Buffer.from(bake(png, URL_TEXT)));
    expect(baked.data).toEqual(PNG.sync.read(Buffer.from(png)).data);
  });

  test.each([
    ['what is no PNG', Buffer.from('GIF89a'), 'a'],
    ['a text with a NUL', samplePng(), 'a\0b'],
  ])('refuses %s', (_, png, text) => {
    expect(() => bake(png, text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
