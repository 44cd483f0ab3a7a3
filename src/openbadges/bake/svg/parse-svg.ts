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
const MAX_ELEMENTS = 20_000;
const MAX_ATTRIBUTES = 60_000;
const MAX_DEPTH = 256;
/** The parser begins a new piece of text at each of these, and is slow where there are many. */
const DIVIDERS = new Set(Array.from('\t\r\n&?]-', (character) => character.charCodeAt(0)));
const MAX_DIVIDERS = 400_000;
/** Nothing else is defined, and nothing can define more. */
const ENTITIES = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" };

/**
 * Reads an SVG as XML 1.0 with namespaces. A document type is refused, so that no entity can be
 * defined and nothing can be pointed to; so is what is not well-formed, and what is too deep or too
 * much. The root must be `svg`, in SVG's namespace or in none.
 */
export function parseSvg(xml: string, reader: SvgReader): SvgFault | undefined {
  if (skipProlog(xml).hasDoctype) return 'SVG_DOCTYPE';
  if (hasManyDividers(xml)) return 'SVG_TOO_COMPLEX';
  try {
    parserFor(xml, reader).write(xml).close();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}

function hasManyDividers(xml: string): boolean {
  if (xml.length <= MAX_DIVIDERS) return false;
  let dividers = 0;
  for (let at = 0; at < xml.length; at += 1) if (DIVIDERS.has(xml.charCodeAt(at))) dividers += 1;
  return dividers > MAX_DIVIDERS;
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
  let elements = 0;
  let attributes = 0;
  let depth = 0;
  // Six handlers at most: V8 keeps an object with more of them as a hash table, which makes the
  // parser ten times slower. A document type has been looked for before.
  parser.on('error', () => stop('BAD_SVG'));
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) stop('SVG_TOO_COMPLEX');
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
  if (text !== undefined) {
    parser.on('text', (piece) => text(piece, 'text'));
    parser.on('cdata', (piece) => text(piece, 'cdata'));
  }
  return parser;
}

function elementFrom(tag: SaxesTagNS, startsAt: number, endsAt: number): SvgElement {
  const { name, uri, local, isSelfClosing, attributes } = tag;
  return { name, uri, local, attributes, isSelfClosing, startsAt, endsAt };
}

function isSvgRoot({ uri, local }: SvgElement): boolean {
  return local === 'svg' && (uri === SVG_NAMESPACE || uri === '');
}
