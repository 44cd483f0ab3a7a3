import { describe, expect, test } from '@jest/globals';

import { bake } from '../../../src/openbadges/bake/bake.js';
import { unbake } from '../../../src/openbadges/bake/unbake.js';
import { withoutBadge } from '../../../src/openbadges/bake/without-badge.js';

const OLD = 'http://openbadges.org';
const NEW = 'https://purl.imsglobal.org/ob/v3p0';
const URL_TEXT = 'https://issuer.example/1?a=1&b="2"';
const HOSTED =
  '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://issuer.example/1","verification":{"type":"HostedBadge"}}';
const SIGNED =
  '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://issuer.example/1","verification":{"type":"SignedBadge"}}';
const HOSTED_V1 =
  '{"uid":"1","recipient":{"type":"email","identity":"a@example.org","hashed":false},"badge":"https://issuer.example/b","verify":{"type":"hosted","url":"https://issuer.example/1"},"issuedOn":1}';
const V3 =
  '{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"]}';
const jws = (payload: string) =>
  ['{"alg":"RS256"}', payload, 'sig']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** Odd on purpose: none of it may change. */
const DRAWING = `<?xml version='1.0'?>\r\n<!-- é > -->\n<svg  xmlns = 'http://www.w3.org/2000/svg'\twidth="90"
  height="90" >\r\n  <g a='"' b=">"  />\t<text>&lt;&#233;é</text><script><![CDATA[<>]]></script></svg >\n<?end ?>`;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function text(file: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);
}

/** As text, in the encoding of another file. */
function decoded(file: Uint8Array, like: Uint8Array): string {
  const encodings: Readonly<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' };
  const mark = Buffer.from(like.subarray(0, 2)).toString('hex');
  return new TextDecoder(encodings[mark] ?? 'latin1', { ignoreBOM: true }).decode(file);
}

function baked(drawing: string, badge: string): string {
  return text(bake(bytes(drawing), badge));
}

describe('baking into an SVG', () => {
  test.each([
    [
      'an address',
      URL_TEXT,
      `<openbadges:assertion verify="https://issuer.example/1?a=1&amp;b=&quot;2&quot;"/>`,
    ],
    ['a signed badge', jws(SIGNED), `<openbadges:assertion verify="${jws(SIGNED)}"/>`],
    ['a signed credential', jws(V3), `<openbadges:credential verify="${jws(V3)}"/>`],
    [
      'a hosted badge',
      HOSTED,
      `<openbadges:assertion verify="https://issuer.example/1"><![CDATA[${HOSTED}]]></openbadges:assertion>`,
    ],
    [
      'a hosted badge of 1.0',
      HOSTED_V1,
      `<openbadges:assertion verify="https://issuer.example/1"><![CDATA[${HOSTED_V1}]]></openbadges:assertion>`,
    ],
    [
      'a document to be signed',
      SIGNED,
      `<openbadges:assertion><![CDATA[${SIGNED}]]></openbadges:assertion>`,
    ],
    ['a credential', V3, `<openbadges:credential><![CDATA[${V3}]]></openbadges:credential>`],
  ])('writes %s as its generation does, as first child of the root', (_, badge, element) => {
    const namespace = element.startsWith('<openbadges:c') ? NEW : OLD;
    expect(baked('<svg><g/></svg>', badge)).toBe(
      `<svg xmlns:openbadges="${namespace}">${element}<g/></svg>`,
    );
  });

  test('leaves every other byte of the file as it is', () => {
    const declaration = ` xmlns:openbadges="${OLD}"`;
    const element = '<openbadges:assertion verify="https://issuer.example/1"/>';
    expect(baked(DRAWING, 'https://issuer.example/1')).toBe(
      DRAWING.replace('<svg', `<svg${declaration}`).replace('>\r\n  <g', `>${element}\r\n  <g`),
    );
  });

  test('takes all of it out again', () => {
    const file = bake(bytes(DRAWING), HOSTED);
    expect(text(withoutBadge(file))).toBe(
      DRAWING.replace('<svg', `<svg xmlns:openbadges="${OLD}"`),
    );
    expect(withoutBadge(bytes(DRAWING))).toEqual(bytes(DRAWING));
  });

  test.each([
    [
      '<svg/>',
      `<svg xmlns:openbadges="${OLD}"><openbadges:assertion verify="https://a.example/"/></svg>`,
    ],
    [
      '<svg />',
      `<svg xmlns:openbadges="${OLD}" ><openbadges:assertion verify="https://a.example/"/></svg>`,
    ],
    [
      '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
      `<s:svg xmlns:openbadges="${OLD}" xmlns:s="http://www.w3.org/2000/svg"><openbadges:assertion verify="https://a.example/"/></s:svg>`,
    ],
  ])('opens a root that closes itself: %s', (drawing, expected) => {
    expect(baked(drawing, 'https://a.example/')).toBe(expected);
  });

  test.each([OLD, NEW, 'https://elsewhere.example/'])(
    'may meet its prefix, taken for %s',
    (namespace) => {
      const drawing = `<svg xmlns:openbadges="${namespace}"><openbadges:x/></svg>`;
      for (const badge of [HOSTED, V3]) {
        const file = bake(bytes(drawing), badge);
        expect(unbake(file)).toMatchObject({ text: badge, warnings: [] });
        expect(text(withoutBadge(file))).toBe(drawing);
      }
    },
  );

  test.each([
    ['an old assertion', '<x:assertion xmlns:x="http://openbadges.org" verify="a"/>'],
    [
      'a newer credential',
      '<x:credential xmlns:x="https://purl.imsglobal.org/ob/v3p0">a</x:credential>',
    ],
    [
      'a badge within a badge',
      '<assertion xmlns="http://openbadges.org">a<assertion>b</assertion></assertion>',
    ],
    [
      'one deep in the drawing and one at its start',
      '<x:assertion xmlns:x="http://openbadges.org" verify="a"/><g><credential xmlns="https://purl.imsglobal.org/ob/v3p0"/></g>',
    ],
  ])('replaces %s', (_, old) => {
    const rest = old.includes('<g>') ? '<g></g>' : '';
    for (const badge of [HOSTED, V3]) {
      expect(baked(`<svg>${old}</svg>`, badge)).toBe(baked(`<svg>${rest}</svg>`, badge));
    }
    expect(text(withoutBadge(bytes(`<svg>${old}</svg>`)))).toBe(`<svg>${rest}</svg>`);
  });

  test('puts an older generation over a newer one and back', () => {
    const file = bake(bake(bake(bytes(DRAWING), HOSTED), V3), SIGNED);
    expect(unbake(file)).toMatchObject({ text: SIGNED, warnings: [] });
    expect(file).toEqual(bake(bytes(DRAWING), SIGNED));
  });

  test.each([
    ['the end of a section', '{"a":"]]>"}'],
    ['many ends of sections', ']]>]]>]]]>]]>>'],
    ['the start of a section', '<![CDATA['],
    ['markup', '</openbadges:assertion><script>alert(1)</script>&amp;&lt;'],
    ['line ends of every kind', 'a\r\nb\rc\nd\r'],
    ['white space around it', '\r\n {"a":1}\t\r'],
    ['characters beyond the first plane', '{"a":"🏅𝔊\u{10FFFD}"}'],
    ['characters XML 1.1 treats apart', 'a\u0085b\u2028c\u007f'],
    ['a byte order mark', '\uFEFF{}'],
    ['an address that is broken over lines', 'https://issuer.example/1 \r\n\t'],
  ])('keeps %s', (_, badge) => {
    expect(unbake(bake(bytes(DRAWING), badge))).toMatchObject({ text: badge, warnings: [] });
  });

  test.each([
    ['UTF-16, little end first', Buffer.from(`\uFEFF<svg>ä徽</svg>`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF<svg>ä徽</svg>`, 'utf16le').swap16()],
    ['UTF-8 with a mark', bytes('\uFEFF<svg>ä徽</svg>')],
    [
      'ISO-8859-1',
      Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><svg>ä</svg>', 'latin1'),
    ],
    ['ASCII', Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><svg>a</svg>', 'latin1')],
  ])('keeps to the encoding of the file: %s', (_, file) => {
    for (const badge of ['{"a":"äé徽🏅\r]]>"}', 'https://issuer.example/ä🏅']) {
      const result = bake(file, badge);
      expect(unbake(result)).toMatchObject({ text: badge, warnings: [] });
      const restored = withoutBadge(result);
      expect(bake(restored, badge)).toEqual(result);
      expect(decoded(restored, file)).toBe(
        decoded(file, file).replace('<svg', `<svg xmlns:openbadges="${OLD}"`),
      );
    }
  });

  test.each([
    ['a control character', 'a\u0001'],
    ['an escape', 'a\u001b[0m'],
    ['no character', 'a\uFFFE'],
    ['half a character', 'a\uD83D'],
    ['a NUL', 'a\0'],
    ['nothing', ' \n'],
    ['40,000 carriage returns', '\r'.repeat(40_000) + 'a'],
    ['40,000 ends of sections', ']]>'.repeat(40_000)],
    ['more than 1 MiB', 'a'.repeat(1_048_577)],
  ])('refuses %s, with a reason', (_, badge) => {
    expect(() => bake(bytes(DRAWING), badge)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(/\w+.*\.$/) }),
    );
  });

  test('refuses what would be too large to be read again', () => {
    const drawing = `<svg>${'x'.repeat(1_000_000)}</svg>`;
    expect(() => bake(bytes(drawing), 'a'.repeat(900_000))).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
    const elements = `<svg>${'<g/>'.repeat(9_999)}</svg>`;
    expect(unbake(bytes(elements))).toMatchObject({ fault: 'NOTHING_BAKED' });
    expect(() => bake(bytes(elements), 'a')).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });

  test('has room for 1 MiB', () => {
    const badge = 'ä'.repeat(524_288);
    expect(unbake(bake(bytes(DRAWING), badge))).toMatchObject({ text: badge });
  });
});
