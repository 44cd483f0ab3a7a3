import fc from 'fast-check';

const OLD = 'http://openbadges.org';
const NEW = 'https://purl.imsglobal.org/ob/v3p0';
const SVG = 'http://www.w3.org/2000/svg';
const EVIL = '//evil.example/a';

/** What elements, attributes and texts are made of: what is drawn, what is dangerous, what is wrong. */
const ELEMENTS = [
  'g',
  'rect',
  'text',
  'style',
  'defs',
  'use',
  'image',
  'a',
  'title',
  'linearGradient',
  'animate',
  'set',
  'script',
  'foreignObject',
  'iframe',
  's:script',
  'ob:assertion',
  'cr:credential',
  'assertion',
  'x:y',
];
const ATTRIBUTES = [
  'id',
  'class',
  'style',
  'fill',
  'd',
  'width',
  'height',
  'viewBox',
  'transform',
  'href',
  'xlink:href',
  'attributeName',
  'to',
  'values',
  'onload',
  'ONCLICK',
  'verify',
  'xml:base',
  'xml:space',
  'x:on',
  'xmlns',
  'xmlns:s',
  'filter',
  'clip-path',
  'cursor',
  'type',
];
const VALUES = [
  '',
  'a',
  '1',
  '1e3',
  '100%',
  '#a',
  ' #a ',
  'red',
  'M0 0-1,1z',
  'rotate(1)',
  'url(#a)',
  `url(${EVIL})`,
  `URL( '${EVIL}' )`,
  `url("#a`,
  `fill:url(${EVIL});b:c`,
  'javascript:alert(1)',
  `https:${EVIL}`,
  'data:image/png;base64,AA==',
  'data:image/svg+xml,x',
  'data:text/html,x',
  'href',
  'xlink:href',
  'onload',
  String.raw`u\72l(${EVIL})`,
  `image-set("${EVIL}" 1x)`,
  'expression(alert(1))',
  '0 0 9 9',
  SVG,
  OLD,
  NEW,
  'é🏅',
];
const TEXTS = [
  '',
  ' ',
  '\r\n',
  'a',
  'é🏅',
  ']]>',
  '&',
  '<',
  '"',
  `@import "${EVIL}";`,
  `@im@import x;port "${EVIL}";`,
  `@import url(${EVIL})`,
  '/*',
  '*/',
  '<!--',
  '-->',
  'url(',
  ')',
  `a{b:url(${EVIL})}`,
  '@media print{a{}}',
  '{"id":"https://issuer.example/1"}',
  'https://issuer.example/1',
  'e30.e30.c2ln',
  '</style>',
  'javascript:x',
];
/** Put into a file without a thought for what it does there. */
const SCRATCHES = [
  '<',
  '>',
  '"',
  "'",
  '/',
  '&',
  '&amp;',
  '&#0;',
  '&#x10FFFF;',
  '&x;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?',
  '?>',
  '<!DOCTYPE svg>',
  '<!ENTITY a "b">',
  '\0',
  '\uFFFE',
  ' ',
  '\r',
  '</g>',
  '</svg>',
  '<svg>',
  '<g>',
  ':',
  '=',
];

const values = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);
const texts = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...TEXTS), { maxLength: 4 }).map(joined) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);

const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ATTRIBUTES), values), {
    maxLength: 4,
    selector: ([name]) => name,
  })
  .map((all) => all.map(([name, value]) => ` ${name}="${escaped(value)}"`).join(''));

const pieces = fc.oneof(
  texts.map(escaped),
  texts.map((text) => `<![CDATA[${text.replaceAll(']]>', ']] >')}]]>`),
  texts.map((text) => `<!--${text.replaceAll('-', '=')}-->`),
  texts.map((text) => `<?x ${text.replaceAll('?>', '? >')}?>`),
);

const { content } = fc.letrec<{ content: string; element: string }>((tie) => ({
  content: fc
    .array(fc.oneof({ depthSize: 'small', maxDepth: 3 }, pieces, tie('element')), { maxLength: 3 })
    .map(joined),
  element: fc
    .tuple(fc.constantFrom(...ELEMENTS), attributes, tie('content'))
    .map(([name, all, inner]) =>
      inner === '' ? `<${name}${all}/>` : `<${name}${all}>${inner}</${name}>`,
    ),
}));

const badges = fc
  .tuple(
    fc.constantFrom('ob:assertion', 'cr:credential', 's:assertion xmlns:s="http://openbadges.org"'),
    fc.oneof(
      fc.constant(''),
      values.map((value) => ` verify="${escaped(value)}"`),
    ),
    fc.oneof({ weight: 3, arbitrary: fc.array(pieces, { maxLength: 3 }).map(joined) }, content),
  )
  .map(([name, verify, inner]) => `<${name}${verify}>${inner}</${name.split(' ')[0] ?? ''}>`);

const prologs = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('', '<?xml version="1.0"?>\n', '<!-- > <svg> -->', '<?a b?>'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('<!DOCTYPE svg>', '<!DOCTYPE svg [<!ENTITY a "b">]>', 'x', '<!--'),
  },
);

const scratches: fc.Arbitrary<readonly (readonly [at: number, length: number, by: string])[]> =
  fc.oneof(
    { weight: 10, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.array(fc.tuple(fc.nat(2_000), fc.nat(3), fc.constantFrom('', ...SCRATCHES)), {
        minLength: 1,
        maxLength: 3,
      }),
    },
  );

const encoders: fc.Arbitrary<(xml: string) => Uint8Array> = fc.constantFrom(
  (xml) => new TextEncoder().encode(xml),
  (xml) => new TextEncoder().encode(`\uFEFF${xml}`),
  (xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le'),
  (xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le').swap16(),
  (xml) => Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`, 'latin1'),
);

/** A drawing of harmless and hostile parts with a badge, a few of them scratched where it hurts. */
export const mutatedSvgs: fc.Arbitrary<Uint8Array> = fc
  .record({
    prolog: prologs,
    prefix: fc.constantFrom('', '', '', 'p:'),
    root: attributes.map((all) => all.replaceAll(/ (?:xmlns(?::s)?|x:on)="[^"]*"/g, '')),
    before: content,
    badge: badges,
    after: content,
    scratched: scratches,
    encode: encoders,
  })
  .map(({ prolog, prefix, root, before, badge, after, scratched, encode }) => {
    const names = `xmlns:ob="${OLD}" xmlns:cr="${NEW}" xmlns:s="${SVG}" xmlns:x="urn:x"`;
    const own = prefix === '' ? 'xmlns' : 'xmlns:p';
    const tag = `${prefix}svg ${own}="${SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" ${names}`;
    const whole = `${prolog}<${tag}${root}>${before}${badge}${after}</${prefix}svg>`;
    return encode(
      scratched.reduce<string>((xml, [at, length, by]) => {
        const start = at % xml.length;
        return xml.slice(0, start) + by + xml.slice(start + length);
      }, whole),
    );
  });

function joined(all: readonly string[]): string {
  return all.join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
