import { describe, expect, test } from '@jest/globals';

import { displayableSvg } from '../../../src/openbadges/bake/displayable-svg.js';
import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';

const NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const PIXELS = 'data:image/png;base64,iVBORw0KGgo=';

function shown(file: string | Uint8Array): string {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return new TextDecoder().decode(displayableSvg(bytes));
}

/** What is left of a drawing's content. */
function left(content: string, names = ''): string {
  const whole = shown(`<svg ${NAMES}${names}>${content}</svg>`);
  const start = `<svg ${NAMES}>`;
  expect(whole.startsWith(start) && whole.endsWith('</svg>')).toBe(true);
  return whole.slice(start.length, -'</svg>'.length);
}

describe('an SVG as it may be shown', () => {
  test.each([
    ['shapes', '<g id="a"><path d="M0 0-1,1z" fill="#fff"/><circle r="1.5e2" cx="50%"/></g>'],
    [
      'text',
      '<text x="1" y="2" xml:space="preserve">a &lt;b&gt; &amp; <tspan dy="1">c</tspan></text>',
    ],
    [
      'gradients and where they are used',
      '<linearGradient id="a"><stop offset="1" stop-color="red"/></linearGradient><rect fill="url(#a)"/>',
    ],
    ['transformations', '<g transform="translate(1, 2) rotate(-45)"></g>'],
    ['a part used again', '<symbol id="a" viewBox="0 0 1 1"></symbol><use xlink:href="#a"/>'],
    ['a picture of pixels inside', `<image width="1" xlink:href="${PIXELS}"/>`],
    [
      'a style sheet',
      '<style type="text/css">.a{fill:url(#b);stroke:rgb(1,2,3)}@media print{g{fill:red}}</style>',
    ],
    ['a style', '<rect style="fill:url(&quot;#a&quot;);opacity:.5"/>'],
    [
      'a clip, a mask and a filter',
      '<g clip-path="url(#a)" mask="url(\'#b\')" filter="url( #c )"></g>',
    ],
    ['movement', '<rect><animate attributeName="x" from="0" to="9" dur="1s"/></rect>'],
    [
      'movement along a path',
      '<path id="p"><animateMotion dur="1s"><mpath xlink:href="#p"/></animateMotion></path>',
    ],
    [
      'movement of what it is in',
      '<g id="g"><animateTransform attributeName="transform" xlink:href="#g"/></g>',
    ],
    ['a title for those who do not see it', '<title>A badge</title><desc>Of one kind</desc>'],
  ])('keeps %s', (_, content) => {
    expect(left(content)).toBe(content);
  });

  test.each<[what: string, content: string, rest: string]>([
    ['a script', '<script>alert(1)</script><g/>', '<g/>'],
    [
      'a script with a prefix',
      '<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script><g/>',
      '<g/>',
    ],
    [
      "a script of XHTML's",
      '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script><g/>',
      '<g/>',
    ],
    ['a script from elsewhere', '<script xlink:href="https://evil.example/"/><g/>', '<g/>'],
    ['a script deep inside', '<g><g><script>x<g/></script></g></g>', '<g><g></g></g>'],
    [
      'foreign content',
      '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/><g/></foreignObject><g/>',
      '<g/>',
    ],
    ['an event handler', '<g onload="alert(1)" onCLICK="x" id="a"/>', '<g id="a"/>'],
    [
      'an event handler under a prefix',
      '<g e:onload="x" xmlns:e="http://www.w3.org/2001/xml-events"/>',
      '<g/>',
    ],
    ['a handler element', '<handler type="application/ecmascript">x</handler><g/>', '<g/>'],
    ['a link', '<a href="https://evil.example/" id="a"><rect/></a>', '<g id="a"><rect/></g>'],
    ['a link that runs', '<a xlink:href="javascript:alert(1)"><rect/></a>', '<g><rect/></g>'],
    ['a link within', '<a href="#a"><rect/></a>', '<g><rect/></g>'],
    ['a part of another file', '<use href="https://evil.example/a.svg#a"/>', '<use/>'],
    ['a part of a file beside it', '<use xlink:href="a.svg#a"/>', '<use/>'],
    ['a part behind a space of another kind', '<use href="\u00a0#a"/>', '<use/>'],
    [
      'a picture from elsewhere',
      '<image href="//evil.example/a.png" xlink:href="http://evil.example/"/>',
      '<image/>',
    ],
    ['a drawing inside an address', '<image href="data:image/svg+xml,&lt;svg/>"/>', '<image/>'],
    ['a page inside an address', '<use href="data:text/html,x"/>', '<use/>'],
    ['a filter from elsewhere', '<feImage xlink:href="https://evil.example/"/>', '<feImage/>'],
    ['a fill from elsewhere', '<rect fill="url(https://evil.example/#a)"/>', '<rect fill="none"/>'],
    [
      'a fill from a file beside it',
      '<rect fill="URL( \'a.svg#a\' ) red"/>',
      '<rect fill="none red"/>',
    ],
    ['a cursor', '<g cursor="url(https://evil.example/)"/>', '<g/>'],
    [
      'a style that loads',
      '<g style="fill:red;background:url(//evil.example)"/>',
      '<g style="fill:red;background:none"/>',
    ],
    ['a style in disguise', String.raw`<g style="background:u\72l(//evil.example)"/>`, '<g/>'],
    ['a style with half an address', '<g style="background:url(//evil.example"/>', '<g/>'],
    ['a style with an address in an address', '<g style="a:url(url(//evil.example))"/>', '<g/>'],
    [
      'a style behind a comment',
      '<g style="a:url/**/(//evil.example)"/>',
      '<g style="a:url (//evil.example)"/>',
    ],
    [
      'a style with a set of images',
      '<g style="background:image-set(&quot;//evil.example&quot; 1x)"/>',
      '<g/>',
    ],
    ['a style that binds', '<g style="-moz-binding:url(#a)"/>', '<g/>'],
    ['a style that behaves', '<g style="behavior:url(#a)"/>', '<g/>'],
    ['a style that computes', '<g style="width:expression(alert(1))"/>', '<g/>'],
    ['an import', '<style>@import "https://evil.example/";g{}</style>', '<style> g{}</style>'],
    [
      'an import without an end',
      '<style>g{} @IMPORT url(//evil.example)</style>',
      '<style>g{}  </style>',
    ],
    [
      'an import in a section',
      '<style><![CDATA[@import "//evil.example";]]></style>',
      '<style> </style>',
    ],
    ['an import between two comments', '<style>@im/**/port "//evil.example";</style>', ''],
    ['an import in disguise', String.raw`<style>@\69mport "//evil.example";</style>`, ''],
    ['an import in parts', '<style>@im@import x;port "//evil.example";</style>', ''],
    [
      'an import within an element',
      '<style>a{}<tspan>@import "//evil.example";</tspan></style>',
      '<style>a{}</style>',
    ],
    [
      'a typeface from elsewhere',
      '<style>@font-face{font-family:a;src:url(//evil.example)}</style>',
      '<style>@font-face{font-family:a;src:none}</style>',
    ],
    ['a rule nobody knows', '<style>@document url(#a){g{}}</style>', ''],
    ['a style sheet of 300 KB', `<style>${'@media a{}'.repeat(30_000)}</style><g/>`, '<g/>'],
    [
      'a change of an address',
      '<a><animate attributeName="href" to="javascript:alert(1)"/></a>',
      '<g></g>',
    ],
    [
      'a change of an address with a prefix',
      '<set attributeName="xlink:href" to="javascript:x"/>',
      '',
    ],
    ['a change of a handler', '<set attributeName="onclick" to="alert(1)"/>', ''],
    ['a change of nothing', '<animate to="javascript:x"/>', ''],
    [
      'a change to what is elsewhere',
      '<animate attributeName="fill" to="url(//evil.example)"/>',
      '<animate attributeName="fill" to="none"/>',
    ],
    [
      'a base',
      '<g xml:base="https://evil.example/"><use href="#a"/></g>',
      '<g><use xlink:href="#a"/></g>',
    ],
    ['sound and film', '<audio href="x"/><video href="x"/><g/>', '<g/>'],
    ['what no browser knows', '<g data-x="1" x:y="1" xmlns:x="x"/><unknown><g/></unknown>', '<g/>'],
    ['comments and instructions', '<!-- a --><?php x ?><g/>', '<g/>'],
    [
      'a badge',
      '<assertion xmlns="http://openbadges.org" verify="a"/><c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">x</c:credential><g/>',
      '<g/>',
    ],
    [
      'what only looks like a drawing',
      '<x:rect xmlns:x="https://evil.example/"><rect/></x:rect><g/>',
      '<g/>',
    ],
  ])('loses %s', (_, content, rest) => {
    expect(left(content)).toBe(rest);
  });

  test('loses handlers, styles from elsewhere and instructions at its root', () => {
    const root = `<?xml-stylesheet href="//evil.example"?><svg ${NAMES} onload="x" width="9"/><!-- -->`;
    expect(shown(root)).toBe(`<svg ${NAMES} width="9"/>`);
  });

  test('gains a namespace when it had none', () => {
    expect(shown('<svg><script/><g/></svg>')).toBe(`<svg ${NAMES}><g/></svg>`);
  });

  test('is written without prefixes', () => {
    const file = `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g><script/></s:g></s:svg>`;
    expect(shown(file)).toBe(`<svg ${NAMES}><g></g></svg>`);
  });

  test('is in UTF-8, whatever it was before', () => {
    const content = '<text>äé</text>';
    const label = '<?xml version="1.0" encoding="ISO-8859-1"?>';
    const expected = `<svg ${NAMES}>${content}</svg>`;
    expect(shown(Buffer.from(`\uFEFF<svg>${content}</svg>`, 'utf16le'))).toBe(expected);
    expect(shown(Buffer.from(`${label}<svg>${content}</svg>`, 'latin1'))).toBe(expected);
  });

  test('says the same when it is made displayable once more', () => {
    const once = shown(
      `<svg ${NAMES}><style>a{b:url(c)}</style><a href="x" fill="url(#a) url(b)">]]&gt;&#13;"</a></svg>`,
    );
    expect(shown(once)).toBe(once);
  });

  test('keeps its size', () => {
    const file = Buffer.from(`<svg ${NAMES} viewBox="0 0 30 20" width="60"><script/></svg>`);
    const size = { kind: 'picture', width: 60, height: 40 };
    expect(lookAtPicture(file)).toMatchObject(size);
    expect(lookAtPicture(displayableSvg(file))).toMatchObject(size);
  });

  test.each([
    [
      'copies of copies that stand for billions',
      Array.from(
        { length: 12 },
        (_, level) => `<g id="g${level}">${`<use href="#g${level + 1}"/>`.repeat(10)}</g>`,
      ).join(''),
    ],
    [
      'patterns of patterns',
      Array.from(
        { length: 9 },
        (_, level) =>
          `<pattern id="p${level}">${`<rect fill="url(#p${level + 1})"/>`.repeat(10)}</pattern>`,
      ).join(''),
    ],
    ['a part that holds itself', '<g id="a"><use href="#a"/></g>'],
    ['parts that hold each other', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
    [
      'a chain of 1,000 references',
      Array.from({ length: 1_000 }, (_, n) => `<use id="u${n}" href="#u${n + 1}"/>`).join(''),
    ],
    ['70,000 brackets', `<text>${'('.repeat(70_000)}</text>`],
  ])('is refused with %s', (_, content) => {
    expect(() => displayableSvg(Buffer.from(`<svg ${NAMES}>${content}</svg>`))).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });
});
