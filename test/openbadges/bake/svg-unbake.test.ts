import { describe, expect, test } from '@jest/globals';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { displayableSvg } from '../../../src/openbadges/bake/displayable-svg.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';

const SVG = 'xmlns="http://www.w3.org/2000/svg"';
const OLD = 'http://openbadges.org';
const NEW = 'https://purl.imsglobal.org/ob/v3p0';
const URL_TEXT = 'https://issuer.example/1?a=1&b=2';
const JWS = 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln';
const JSON_TEXT = '{"id":"https://issuer.example/1","name":"Grüße, 徽章 & <mehr>"}';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A drawing with something in it, under SVG's name. */
function svg(content: string, names = `xmlns:ob="${OLD}" xmlns:new="${NEW}"`): Uint8Array {
  return bytes(`<svg ${SVG} ${names}>${content}<rect width="1" height="1"/></svg>`);
}

function cdata(text: string): string {
  return `<![CDATA[${text}]]>`;
}

function utf16(text: string, order: 'little' | 'big'): Uint8Array {
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'little' ? little : little.swap16();
}

const plain = `<svg ${SVG} xmlns:ob="${OLD}"><ob:assertion>${cdata(JSON_TEXT)}</ob:assertion></svg>`;

describe('reading a baked SVG', () => {
  test.each<[string, string, Uint8Array]>([
    ['an address', URL_TEXT, svg('<ob:assertion verify="https://issuer.example/1?a=1&amp;b=2"/>')],
    ['a signed badge', JWS, svg(`<ob:assertion verify="${JWS}"></ob:assertion>`)],
    ['a signed credential', JWS, svg(`<new:credential verify="${JWS}"/>`)],
    ['a document', JSON_TEXT, svg(`<ob:assertion>${cdata(JSON_TEXT)}</ob:assertion>`)],
    ['a credential', JSON_TEXT, svg(`<new:credential>${cdata(JSON_TEXT)}</new:credential>`)],
    [
      'a body rather than an attribute',
      JSON_TEXT,
      svg(`<ob:assertion verify="${URL_TEXT.slice(0, 24)}">${cdata(JSON_TEXT)}</ob:assertion>`),
    ],
    [
      'an attribute when the body is blank',
      JWS,
      svg(`<ob:assertion verify="${JWS}">\n  ${cdata(' ')}\n</ob:assertion>`),
    ],
    [
      'a document with layout around it',
      JSON_TEXT,
      svg(`<ob:assertion>\n\t${cdata(JSON_TEXT)}\n</ob:assertion>`),
    ],
    [
      'a document in escaped text',
      JSON_TEXT,
      svg(
        `<ob:assertion>\n${JSON_TEXT.replaceAll('&', '&amp;').replaceAll('<', '&#60;')}\n</ob:assertion>`,
      ),
    ],
    [
      'a document with the end of a section in it',
      '{"a":"]]>"}',
      svg(`<ob:assertion><![CDATA[{"a":"]]]]><![CDATA[>"}]]></ob:assertion>`),
    ],
    ['any prefix', JWS, svg(`<x:assertion verify="${JWS}"/>`, `xmlns:x="${OLD}"`)],
    [
      'the prefix of something else',
      JWS,
      svg(`<svg:assertion xmlns:svg="${OLD}" verify="${JWS}"/>`, ''),
    ],
    ['no prefix', JWS, svg(`<assertion xmlns="${OLD}" verify="${JWS}"/>`, '')],
    ['a place deep in the drawing', JWS, svg(`<g><g><ob:assertion verify="${JWS}"/></g></g>`)],
    [
      'a drawing without a namespace',
      JWS,
      bytes(`<svg><a xmlns="${OLD}"/><x:assertion xmlns:x="${OLD}" verify="${JWS}"/></svg>`),
    ],
    [
      'a drawing with a prefix',
      JWS,
      bytes(
        `<s:svg xmlns:s="http://www.w3.org/2000/svg"><x:assertion xmlns:x="${OLD}" verify="${JWS}"/></s:svg>`,
      ),
    ],
    ['a byte order mark', JSON_TEXT, bytes(`\uFEFF${plain}`)],
    [
      'a byte order mark and a label',
      JSON_TEXT,
      bytes(`\uFEFF<?xml version="1.0" encoding="ISO-8859-1"?>${plain}`),
    ],
    ['white space first', JSON_TEXT, bytes(`\n  ${plain}`)],
    ['a declaration', JSON_TEXT, bytes(`<?xml version="1.0" encoding="utf8"?>\n${plain}`)],
    ['a comment that begins like its end', JSON_TEXT, bytes(`<!-->- <svg> -->${plain}`)],
    ['a comment with angle brackets', JSON_TEXT, bytes(`<!-- <svg> > <html> -->${plain}`)],
    ['a style sheet declared first', JSON_TEXT, bytes(`<?xml-stylesheet href="a.css"?>${plain}`)],
    [
      'a prolog of 100 KB',
      JSON_TEXT,
      bytes(`<?xml version="1.0"?>${`<!-- ${'x'.repeat(1_000)} -->\n`.repeat(100)}${plain}`),
    ],
    ['UTF-16, little end first', JSON_TEXT, utf16(plain, 'little')],
    [
      'UTF-16, big end first',
      JSON_TEXT,
      utf16(`<?xml version="1.0" encoding="UTF-16"?>${plain}`, 'big'),
    ],
    [
      'ISO-8859-1',
      '{"name":"Grüße"}',
      Buffer.from(
        `<?xml version='1.0' encoding='ISO-8859-1'?><svg xmlns:ob="${OLD}"><ob:assertion>{"name":"Grüße"}</ob:assertion></svg>`,
        'latin1',
      ),
    ],
  ])('finds %s', (_, text, file) => {
    expect(unbake(file)).toEqual({ kind: 'found', format: 'svg', text, warnings: [] });
  });

  test.each([
    ['the same twice', ['a', 'a'], 'a', 'DUPLICATE_SAME'],
    ['two that differ', ['a', 'b'], 'a', 'DUPLICATE_CONFLICT'],
  ])('warns of %s', (_, texts, text, warning) => {
    const file = svg(texts.map((one) => `<ob:assertion verify="${one}"/>`).join(''));
    expect(unbake(file)).toMatchObject({ kind: 'found', text, warnings: [warning] });
  });

  test('prefers the newer generation wherever it stands', () => {
    const file = svg('<ob:assertion verify="old"/><new:credential>new</new:credential>');
    expect(unbake(file)).toMatchObject({ text: 'new', warnings: ['DUPLICATE_CONFLICT'] });
  });

  test('does not mix a badge with one inside it', () => {
    const file = svg('<ob:assertion>outer<ob:assertion>inner</ob:assertion></ob:assertion>');
    expect(unbake(file)).toMatchObject({ text: 'outer', warnings: ['DUPLICATE_CONFLICT'] });
  });

  test.each<[string, Uint8Array, string]>([
    ['a drawing without a badge', svg(''), 'NOTHING_BAKED'],
    ['an element of that name elsewhere', svg(`<assertion verify="${JWS}"/>`), 'NOTHING_BAKED'],
    [
      "one generation's name in the other's namespace",
      svg('<ob:credential>x</ob:credential>'),
      'NOTHING_BAKED',
    ],
    ['a badge in a comment', svg(`<!-- <ob:assertion verify="${JWS}"/> -->`), 'NOTHING_BAKED'],
    [
      'a badge in text',
      svg(`<text>${cdata(`<ob:assertion verify="${JWS}"/>`)}</text>`),
      'NOTHING_BAKED',
    ],
    ['an empty badge', svg('<ob:assertion verify=" "> </ob:assertion>'), 'BAD_TEXT'],
    ['17 badges', svg('<ob:assertion verify="a"/>'.repeat(17)), 'TOO_MANY_BADGES'],
    [
      'a badge of more than 1 MiB',
      svg(`<ob:assertion>${'ä'.repeat(524_289)}</ob:assertion>`),
      'TEXT_TOO_LARGE',
    ],
    ['more than 1.5 MiB', svg(' '.repeat(1_572_864)), 'SVG_TOO_COMPLEX'],
    ['10,001 elements', svg('<g/>'.repeat(10_001)), 'SVG_TOO_COMPLEX'],
    ['130 levels', svg('<g>'.repeat(130) + '</g>'.repeat(130)), 'SVG_TOO_COMPLEX'],
  ])('finds nothing to use in %s', (_, file, fault) => {
    expect(unbake(file)).toEqual({ kind: 'broken', fault });
  });
});

describe('the document type that drawing programs write', () => {
  test.each([
    '<!DOCTYPE svg>',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
  ])('is passed over: %s', (doctype) => {
    const file = bytes(`<?xml version="1.0"?><!-- x -->${doctype}${plain}`);
    expect(unbake(bake(file, '{"a":1}'))).toMatchObject({ kind: 'found', text: '{"a":1}' });
    expect(Buffer.from(displayableSvg(file)).toString()).not.toContain('DOCTYPE');
  });
});

describe('what is no SVG to be read', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'an entity of its own',
      bytes(`<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>${plain}`),
      'SVG_DOCTYPE',
    ],
    ['two document types', bytes(`<!DOCTYPE svg><!DOCTYPE svg>${plain}`), 'NOT_A_PICTURE'],
    ['a document type at the end', bytes(`${plain}<!DOCTYPE svg>`), 'BAD_SVG'],
    ['a document type inside', svg('<!DOCTYPE svg>'), 'BAD_SVG'],
    ['an entity nobody defined', svg('<text>&copy;</text>'), 'BAD_SVG'],
    ['an entity in an attribute', svg('<ob:assertion verify="&x;"/>'), 'BAD_SVG'],
    ['a prefix nobody declared', svg('<y:assertion verify="a"/>'), 'BAD_SVG'],
    ['an attribute twice', svg('<ob:assertion verify="a" verify="b"/>'), 'BAD_SVG'],
    ['tags that cross', svg('<g><a></g></a>'), 'BAD_SVG'],
    ['tags that stay open', bytes(`<svg ${SVG}><g>`), 'BAD_SVG'],
    ['nothing but a start', bytes('<svg '), 'BAD_SVG'],
    ['a second root', bytes(`${plain}<svg/>`), 'BAD_SVG'],
    ['text behind its end', bytes(`${plain}PK\u0003\u0004`), 'BAD_SVG'],
    ['a character XML cannot hold', svg('<text>\u0001</text>'), 'BAD_SVG'],
    ['a number of such a character', svg('<text>&#0;</text>'), 'BAD_SVG'],
    ['a number of no character', svg('<text>&#x110000;</text>'), 'BAD_SVG'],
    [
      'a root of another namespace',
      bytes(`<svg xmlns="http://www.w3.org/1999/xhtml"/>`),
      'BAD_SVG',
    ],
    ['bytes that are no UTF-8', Buffer.from(`<svg>\xff</svg>`, 'latin1'), 'SVG_ENCODING'],
    ['another encoding', bytes(`<?xml version="1.0" encoding="UTF-7"?>${plain}`), 'SVG_ENCODING'],
    ['half of a UTF-16 character', utf16(plain, 'little').subarray(0, -1), 'SVG_ENCODING'],
    ['a web page with a drawing', bytes(`<html><body>${plain}</body></html>`), 'NOT_A_PICTURE'],
    ['JSON', bytes(JSON_TEXT), 'NOT_A_PICTURE'],
  ])('%s is refused everywhere', (_, file, fault) => {
    expect(unbake(file)).toEqual({ kind: 'broken', fault });
    expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable', because: expect.any(String) });
    for (const work of [
      () => bake(file, JWS),
      () => withoutBadge(file),
      () => displayableSvg(file),
    ]) {
      expect(work).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    }
  });
});
