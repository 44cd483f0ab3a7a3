import { deflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import { bake } from '../../src/openbadges/bake/bake.js';
import { displayableSvg } from '../../src/openbadges/bake/displayable-svg.js';
import { lookAtPicture } from '../../src/openbadges/bake/look-at-picture.js';
import { unbake } from '../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../src/openbadges/bake/without-badge.js';
import { Refusal } from '../../src/errors.js';
import { samplePng } from '../support/badges.js';
import type { Form, Part } from '../support/png-maker.js';
import { header, noise, partsOf, png } from '../support/png-maker.js';

/**
 * Pictures of up to 2 MiB, which is what uploads and fetches may have, made to keep their readers
 * busy. Time of the processor is counted: what else runs on this machine does not matter.
 */
const LIMIT_MS = 100;
const TRIES = 3;
const MIB = 1024 * 1024;
const SVG_BYTES = 1.5 * MIB;
const ROOM = SVG_BYTES - 400;
const BADGE = '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}';
const RGBA_16: Form = { colourType: 6, bitDepth: 16, interlace: 0 };
const GREY_1: Form = { colourType: 0, bitDepth: 1, interlace: 0 };
const GREY_8: Form = { colourType: 0, bitDepth: 8, interlace: 0 };

const [HEAD, ...REST] = partsOf(samplePng());

function withParts(parts: readonly Part[]): Uint8Array {
  return png([...(HEAD ? [HEAD] : []), ...parts, ...REST]);
}

function part(type: string, ...data: readonly (string | Uint8Array)[]): Part {
  return { type, data: Buffer.concat(data.map((piece) => Buffer.from(piece))) };
}

function times<Item>(count: number, item: Item): readonly Item[] {
  return Array<Item>(count).fill(item);
}

/** A picture of these sides whose rows are all zeros, but for the last byte. */
function blank(width: number, height: number, form: Form, rowBytes: number, last = 0): Uint8Array {
  const rows = Buffer.alloc(height * (rowBytes + 1));
  rows[rows.length - 1] = last;
  return png([
    { type: 'IHDR', data: header({ width, height, ...form }) },
    { type: 'IDAT', data: deflateSync(rows, { level: 1 }) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

/** As much as 2 MiB can hold of 128 MB that are far from even. */
function uneven(width: number, height: number, form: Form, every: number): Uint8Array {
  const rowBytes = width * (form.bitDepth / 2) + 1;
  const rows = Buffer.alloc(height * rowBytes);
  const grain = noise(4_096);
  for (let at = 0; at < rows.length; at += every) rows[at] = grain[(at / every) & 4_095] ?? 0;
  for (let at = 0; at < rows.length; at += rowBytes) rows[at] = 0;
  return png([
    { type: 'IHDR', data: header({ width, height, ...form }) },
    { type: 'IDAT', data: deflateSync(rows, { level: 1 }) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

function bomb(bytes: number, of = 0): Buffer {
  return deflateSync(Buffer.alloc(bytes, of));
}

const PNGS: Readonly<Record<string, () => Uint8Array>> = {
  '16 badges that inflate to 1 MiB': () =>
    withParts(times(16, part('zTXt', 'openbadges\0\0', bomb(MIB, 0x61)))),
  '16 badges of 1 MiB in Latin-1': () =>
    withParts(times(16, part('zTXt', 'openbadges\0\0', bomb(MIB, 0xe9)))),
  '16 badges of 1 MiB that become Latin-1 at their end': () => {
    const text = Buffer.alloc(MIB, 0x61);
    text[MIB - 1] = 0xe9;
    return withParts(times(16, part('zTXt', 'openbadges\0\0', deflateSync(text))));
  },
  '16 badges that inflate to 64 MiB': () =>
    withParts(times(16, part('iTXt', 'openbadges\0\x01\0\0\0', bomb(64 * MIB)))),
  '16 badges that are hard to inflate': () =>
    withParts(times(16, part('zTXt', 'openbadges\0\0', deflateSync(noise(MIB / 9))))),
  '3,990 chunks': () => withParts(times(3_990, part('tEXt', 'openbadgez\0', noise(500)))),
  '3,990 chunks with almost a keyword': () =>
    withParts(times(3_990, part('tEXt', 'openbadges'.repeat(50)))),
  '170,000 chunks': () => withParts(times(170_000, part('tEXt'))),
  '2 MiB of one chunk': () => withParts([part('tEXt', 'Comment\0', noise(2 * MIB - 1_000))]),
  'a badge of 1 MiB': () => withParts([part('tEXt', 'openbadges\0', Buffer.alloc(MIB, '['))]),
  '2 MiB of noise for pixels': () =>
    png([
      { type: 'IHDR', data: header({ width: 1_400, height: 1_400, ...GREY_8 }) },
      { type: 'IDAT', data: deflateSync(noise(1_401 * 1_400)) },
      { type: 'IEND', data: new Uint8Array() },
    ]),
  'pixels in 4,000 pieces': () =>
    png([
      { type: 'IHDR', data: header({ width: 1_400, height: 1_400, ...GREY_8 }) },
      ...times(3_990, part('IDAT', noise(500))),
      { type: 'IEND', data: new Uint8Array() },
    ]),
  '16 megapixels': () => blank(4_000, 4_000, GREY_8, 4_000),
  '16 megapixels of 8 bytes': () => blank(4_000, 4_000, RGBA_16, 32_000),
  '16 megapixels of 4 bytes': () => blank(4_000, 4_000, { ...RGBA_16, bitDepth: 8 }, 16_000),
  '16 megapixels of 8 bytes in 7 passes': () =>
    blank(4_000, 4_000, { ...RGBA_16, interlace: 1 }, 32_000),
  '16 megapixels of 8 bytes that are uneven': () => uneven(4_000, 4_000, RGBA_16, 300),
  '8 megapixels of 8 bytes that are uneven': () => uneven(2_828, 2_828, RGBA_16, 150),
  '16 megapixels of 4 bytes that are uneven': () =>
    uneven(4_000, 4_000, { ...RGBA_16, bitDepth: 8 }, 150),
  '16 million rows': () => blank(1, 16_000_000, GREY_1, 1),
  '16 million rows in 7 passes': () => blank(1, 16_000_000, { ...GREY_1, interlace: 1 }, 1),
  'one row of 16 million': () => blank(16_000_000, 1, RGBA_16, 128_000_000),
  'sides without end': () => blank(0x7fffffff, 0x7fffffff, RGBA_16, 0),
};

/** As many of it as there is room for. */
function filled(piece: string, bytes = ROOM): string {
  return piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
}

function counted(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

function svg(content: string, attributes = ''): Uint8Array {
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"';
  return new Uint8Array(Buffer.from(`<svg ${names}${attributes}>${content}</svg>`));
}

function before(prolog: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${prolog}<svg xmlns="http://www.w3.org/2000/svg"/>`));
}

function badge(content: string): Uint8Array {
  return svg(`<openbadges:assertion>${content}</openbadges:assertion>`);
}

function cdata(content: string): string {
  return `<![CDATA[${content}]]>`;
}

function style(css: string): Uint8Array {
  return svg(`<style>${css}</style>`);
}

function nested(levels: number, tag: string, content: string): string {
  return `<${tag}>`.repeat(levels) + content + `</${tag.split(' ')[0] ?? ''}>`.repeat(levels);
}

const SVGS: Readonly<Record<string, () => Uint8Array>> = {
  'document types': () => before(filled('<!DOCTYPE>')),
  'document types with brackets': () => before(filled('<!DOCTYPE[]>')),
  'document types that do not end': () => before(filled('<!DOCTYPE')),
  comments: () => before(filled('<!---->')),
  'comments that do not end': () => before(filled('<!--')),
  instructions: () => before(filled('<?a?>')),
  'instructions that do not end': () => before(filled('<?a')),
  'white space first': () => before(filled(' ')),
  'a long declaration': () => before(`<?xml version="1.0"${filled(' ')}?>`),
  'text only': () => svg(filled('x')),
  'white space': () => svg(filled(' ')),
  '59,000 named characters': () => svg(filled('&amp;', 5 * 59_000)),
  '59,000 numbered characters': () => svg(filled('&#x41;', 6 * 59_000)),
  '29,000 sections': () => svg(filled(cdata('abcdefghij'), 22 * 29_000)),
  '29,000 sections in a badge': () => badge(filled(`${cdata('abcdefghij')} `, 23 * 29_000)),
  '950 namespaces': () =>
    svg(
      '',
      counted(950, (index) => ` xmlns:a${String(index)}="x"`),
    ),
  'names looked up through 126 namespaces of 7 prefixes': () =>
    svg(
      nested(
        126,
        `g ${counted(7, (index) => ` xmlns:a${String(index)}="x"`)}`,
        filled('<openbadges:g openbadges:a=""/>', 31 * 9_700),
      ),
    ),
  '399,000 line ends': () => svg(filled('abc\n', 4 * 399_000)),
  '59,000 brackets': () => style(filled('url(#a) b{}', 11 * 59_000)),
  'lines of text': () => svg(filled('abc\n')),
  'carriage returns': () => svg(filled('abcdefg\r')),
  'line ends': () => svg(filled('\n')),
  ampersands: () => svg(filled('&')),
  'named characters': () => svg(filled('&amp;')),
  'numbered characters': () => svg(filled('&#x41;')),
  'one name of a character': () => svg(`&${filled('a')};`),
  'one number of a character': () => svg(`&#${filled('1')};`),
  brackets: () => svg(filled('<')),
  'tags that do not close': () => svg(filled('<g>')),
  elements: () => svg(filled('<g/>', 39_600)),
  'elements with text': () => svg(filled(`<g/>${'x'.repeat(70)}`)),
  'too many elements': () => svg(filled('<g/>')),
  'long elements': () => svg(filled(`<g id="${'x'.repeat(70)}"/>`)),
  'elements of long names': () => svg(filled(`<${'g'.repeat(74)}/>`)),
  'one long name': () => svg(`<${filled('g')}/>`),
  'one long prefix': () => svg(`<${filled('g', ROOM / 2)}:g/>`),
  'one long name of an attribute': () => svg('', ` ${filled('g')}=""`),
  'one long attribute': () => svg('', ` id="${filled('g')}"`),
  'an attribute of named characters': () => svg('', ` id="${filled('&lt;')}"`),
  'an attribute of spaces': () => svg('', ` id="${filled(' ')}"`),
  'an attribute of lines': () => svg('', ` id="${filled('\n')}"`),
  'spaces in a tag': () => svg('', filled(' ')),
  '29,500 attributes': () =>
    svg(
      '',
      counted(29_500, (index) => ` a${String(index)}="x"`),
    ),
  '29,500 attributes that stay': () => svg(filled('<g x="1" y="1" id="a"/>', 23 * 9_900)),
  '29,500 addresses': () => svg(filled('<g fill="url(#a)" stroke="url(#b)"/>', 36 * 9_900)),
  '29,500 namespaces': () =>
    svg(
      '',
      counted(29_500, (index) => ` xmlns:a${String(index)}="x"`),
    ),
  'names looked up through 126 levels': () =>
    svg(nested(126, 'g', filled('<openbadges:g openbadges:a=""/>', 31 * 9_900))),
  'unknown names looked up through 126 levels': () =>
    svg(nested(126, 'g', `<g ${counted(29_500, (index) => ` a${String(index)}:b=""`)}/>`)),
  'names looked up through 126 namespaces': () =>
    svg(
      nested(
        126,
        `g ${counted(200, (index) => ` xmlns:a${String(index)}="x"`)}`,
        filled('<openbadges:g openbadges:a=""/>', 31 * 9_900),
      ),
    ),
  'a badge of 1 MiB': () => badge(cdata(filled('x', MIB))),
  'a badge of spaces': () => badge(filled(' ')),
  'a badge of spaces and letters': () => badge(filled('x   ')),
  'a badge of many sections': () => badge(filled(cdata(''))),
  'a badge of many sections with text': () => badge(filled(`${cdata('abcdefghij')} `)),
  'a badge of brackets': () => badge(cdata(filled(']'))),
  'a badge of brackets and ends': () => badge(cdata(filled(']>'))),
  '9,900 badges': () => svg(filled('<openbadges:assertion verify="x"/>', 34 * 9_900)),
  '16 badges of 90 KB': () => svg(filled(`<openbadges:assertion verify="${'x'.repeat(90_000)}"/>`)),
  'badges within badges': () => svg(nested(126, 'openbadges:assertion', 'x')),
  'styles that open addresses': () => style(filled('url(')),
  'styles of addresses': () => style(filled('url(#a)')),
  'styles of addresses elsewhere': () => style(filled('url(b)')),
  'styles of spaces in addresses': () => style(filled(`url(${' '.repeat(1_000)}`)),
  'styles that open comments': () => style(filled('/*')),
  'styles of comments': () => style(filled('/**/')),
  'styles of slashes': () => style(filled('/')),
  'styles of imports': () => style(filled('@import;')),
  'styles of rules': () => style(filled('@media ')),
  'styles of half rules': () => style(filled('@')),
  'styles of loaders': () => style(filled('image ')),
  'styles of loaders with room': () => style(filled(`src${' '.repeat(1_000)}`)),
  'styles of hyphens': () => style(filled('@-a-a-a-a-a-a-')),
  'style as an attribute': () => svg('', ` style="${filled('fill:url(#a);')}"`),
  '9,900 styles': () => svg(filled('<style>a{}</style>', 18 * 9_900)),
  'one style in 9,900 pieces': () => svg(`<style>${filled('a{}<g/>', 7 * 9_900)}</style>`),
  '9,900 copies of each other': () =>
    svg(counted(9_900, (n) => `<use id="u${String(n)}" href="#u${String(n + 1)}"/>`)),
  'copies of copies': () =>
    svg(
      counted(
        250,
        (n) => `<g id="g${String(n)}">${filled(`<use href="#g${String(n + 1)}"/>`, 1_700)}</g>`,
      ),
    ),
  'a picture inside': () => svg(`<image href="data:image/png;base64,${filled('A')}"/>`),
  'pictures inside that only begin': () => svg(`<text>${filled('data:image/')}</text>`),
  'pictures inside of nothing': () => svg(`<text>${filled('data:image/png;base64,')}</text>`),
  'a picture inside of markers': () => {
    const markers = filled('/+AAAv/gAAL/4AAC', ROOM - 100);
    return svg(`<image href="data:image/png;base64,/9j/4AAC${markers}"/>`);
  },
  'a size without end': () => svg('', ` width="${filled('9')}" height="1"`),
  'a view without end': () => svg('', ` viewBox="${filled('9 ')}"`),
  'UTF-16': () => Buffer.from(`\uFEFF<svg>${'x'.repeat(ROOM / 2)}</svg>`, 'utf16le'),
  'UTF-16 of lines': () => Buffer.from(`\uFEFF<svg>${'ä\n'.repeat(ROOM / 4)}</svg>`, 'utf16le'),
  'ISO-8859-1': () =>
    Buffer.from(
      `<?xml version="1.0" encoding="iso-8859-1"?><svg>${'é'.repeat(ROOM)}</svg>`,
      'latin1',
    ),
  'more than there is room for': () => svg(filled('x', 2 * MIB)),
  'no picture': () => Buffer.alloc(2 * MIB, ' '),
};

const TEXTS: Readonly<Record<string, () => string>> = {
  letters: () => 'x'.repeat(MIB),
  'three-byte characters': () => '徽'.repeat(MIB / 3),
  'ends of sections': () => ']]>'.repeat(MIB / 3),
  brackets: () => ']'.repeat(MIB),
  'carriage returns': () => 'x\r'.repeat(MIB / 2),
  'carriage returns alone': () => '\r'.repeat(MIB - 1) + 'x',
  'line ends': () => '\n'.repeat(MIB - 1) + 'x',
  spaces: () => ' '.repeat(MIB - 1) + 'x',
  quotes: () => '"'.repeat(MIB),
  'an address': () => `https://issuer.example/${'a'.repeat(MIB - 100)}`,
  'an address of ampersands': () => `https://issuer.example/?${'&'.repeat(MIB - 100)}`,
  'a list of lists': () => '['.repeat(MIB),
  'a signature': () => `e30.e30.${'a'.repeat(MIB - 100)}`,
  'full stops': () => '.'.repeat(MIB),
  members: () => `{${counted(60_000, (n) => `"m${String(n)}":"",`)}"a":1}`,
};

const OPERATIONS: Readonly<Record<string, (picture: Uint8Array) => unknown>> = {
  unbake,
  lookAtPicture,
  bake: (picture) => bake(picture, BADGE),
  withoutBadge,
  displayableSvg,
};

/** A refusal is an answer as well. */
function answer(give: () => unknown): void {
  try {
    give();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function bestMs(give: () => unknown): number {
  const tookMs = Array.from({ length: TRIES }, () => {
    const start = process.cpuUsage();
    answer(give);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...tookMs);
}

function slow(pictures: () => Uint8Array) {
  const picture = pictures();
  return Object.entries(OPERATIONS)
    .map(([name, operation]) => ({ name, tookMs: bestMs(() => operation(picture)) }))
    .filter(({ tookMs }) => tookMs >= LIMIT_MS);
}

describe('no answer about a picture takes longer than 100 ms', () => {
  test.each(Object.entries(PNGS))('a PNG of %s', (_, make) => {
    expect(slow(make)).toEqual([]);
  });

  test.each(Object.entries(SVGS))('an SVG of %s', (_, make) => {
    expect(slow(make)).toEqual([]);
  });

  test.each(Object.entries(TEXTS))('a badge of %s', (_, make) => {
    const text = make();
    const pictures = { png: samplePng(), svg: svg('<g/>') };
    const tookMs = Object.entries(pictures).map(([format, picture]) => ({
      format,
      tookMs: bestMs(() => bake(picture, text)),
    }));
    expect(tookMs.filter((one) => one.tookMs >= LIMIT_MS)).toEqual([]);
  });
});
