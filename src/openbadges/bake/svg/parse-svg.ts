import type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
import { SaxesParser } from 'saxes';

import type { SvgFault } from './svg-faults.js';
import { skipProlog } from './xml-prolog.js';

export type SvgAttribute = Readonly<Pick<SaxesAttributeNS, 'name' | 'uri' | 'local' | 'value'>>;

/** The opening tag of an element, and where it stands in the text. */
export interface SvgElement {
  /** As written, with its prefix. */
  readonly name: string;
  readonly uri: string;
  readonly local: string;
  /** By name as written. */
  readonly attributes: Readonly<Record<string, SvgAttribute>>;
  readonly isSelfClosing: boolean;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** What is told about an SVG, in the order of the text. */
export interface SvgReader {
  readonly open?: (element: SvgElement) => void;
  readonly text?: (text: string, kind: 'text' | 'cdata') => void;
  readonly close?: (endsAt: number) => void;
}

export const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
/** Each takes the parser about as long as the others, and all of them together less than 50 ms. */
const MAX_ELEMENTS = 10_000;
const MAX_ATTRIBUTES = 30_000;
const MAX_NAMESPACES = 1_000;
const MAX_DEPTH = 128;
const MAX_REFERENCES = 60_000;
export const MAX_SECTIONS = 30_000;
/** The parser begins a new piece of text at each of these, and is slow where there are many. */
const DIVIDERS = Uint8Array.from({ length: 128 }, (_, code) =>
  '\t\r\n?]-'.includes(String.fromCharCode(code)) ? 1 : 0,
);
const MAX_DIVIDERS = 400_000;
const AMPERSAND = 0x26;
/** Nothing else is defined, and nothing can define more. */
const ENTITIES = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" };

/**
 * Reads an SVG as XML 1.0 with namespaces. A document type is refused, so that no entity can be
 * defined and nothing can be pointed to; so is what is not well-formed, and what is too deep or too
 * much. The root must be `svg`, in SVG's namespace or in none.
 */
export function parseSvg(xml: string, reader: SvgReader): SvgFault | undefined {
  if (skipProlog(xml).hasDeclarations) return 'SVG_DOCTYPE';
  if (isTiresome(xml)) return 'SVG_TOO_COMPLEX';
  try {
    parserFor(xml, reader).write(xml).close();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}

/** Has it more of what makes the parser slow than any drawing needs? */
function isTiresome(xml: string): boolean {
  if (xml.length <= MAX_REFERENCES) return false;
  let dividers = 0;
  let references = 0;
  for (let at = 0; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === AMPERSAND) references += 1;
    else dividers += DIVIDERS[code] ?? 0;
  }
  return dividers > MAX_DIVIDERS || references > MAX_REFERENCES;
}

/** The only way out of the parser. */
class Stop extends Error {
  constructor(readonly fault: SvgFault) {
    super(fault);
  }
}

function stop(fault: SvgFault): never {
  throw new Stop(fault);
}

function parserFor(xml: string, { open, text, close }: SvgReader) {
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  parser.ENTITIES = Object.assign(Object.create(null) as Record<string, string>, ENTITIES);
  let [elements, attributes, namespaces, sections, depth] = [0, 0, 0, 0, 0];
  // Six handlers at most: V8 keeps an object with more of them as a hash table, which makes the
  // parser ten times slower. A document type has been looked for before.
  parser.on('error', () => stop('BAD_SVG'));
  parser.on('attribute', ({ name }) => {
    attributes += 1;
    if (name.startsWith('xmlns')) namespaces += 1;
    if (attributes > MAX_ATTRIBUTES || namespaces > MAX_NAMESPACES) stop('SVG_TOO_COMPLEX');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    depth += 1;
    if (elements > MAX_ELEMENTS || depth > MAX_DEPTH) stop('SVG_TOO_COMPLEX');
    // Where a tag begins is its only such bracket: values cannot hold one.
    const startsAt = xml.lastIndexOf('<', parser.position - 1);
    const element = elementFrom(tag, startsAt, parser.position);
    if (elements === 1 && !isSvgRoot(element)) stop('BAD_SVG');
    open?.(element);
  });
  parser.on('closetag', () => {
    depth -= 1;
    close?.(parser.position);
  });
  parser.on('cdata', (piece) => {
    sections += 1;
    if (sections > MAX_SECTIONS) stop('SVG_TOO_COMPLEX');
    text?.(piece, 'cdata');
  });
  if (text !== undefined) parser.on('text', (piece) => text(piece, 'text'));
  return parser;
}

function elementFrom(tag: SaxesTagNS, startsAt: number, endsAt: number): SvgElement {
  const { name, uri, local, isSelfClosing, attributes } = tag;
  return { name, uri, local, attributes, isSelfClosing, startsAt, endsAt };
}

function isSvgRoot({ uri, local }: SvgElement): boolean {
  return local === 'svg' && (uri === SVG_NAMESPACE || uri === '');
}
