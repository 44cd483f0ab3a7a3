import { Refusal } from '../../errors.js';
import { MAX_PIXELS } from './png/png-header.js';
import { carriedPixels } from './svg/carried-pixels.js';
import { cleanCss } from './svg/clean-css.js';
import {
  ANIMATIONS,
  DISPLAYABLE_ATTRIBUTES,
  DISPLAYABLE_ELEMENTS,
  DRAWS_NOTHING,
  LINK,
} from './svg/displayable-names.js';
import type { DrawnElement } from './svg/expanded-size.js';
import { expandedSize } from './svg/expanded-size.js';
import type { SvgAttribute, SvgElement } from './svg/parse-svg.js';
import { parseSvg, SVG_NAMESPACE } from './svg/parse-svg.js';
import { idFrom, idsIn, isInside } from './svg/references.js';
import { SVG_FAULTS } from './svg/svg-faults.js';
import { decodeSvg, encodeSvg } from './svg/svg-text.js';
import { escapeAttribute, escapeText } from './svg/xml-writer.js';

const XLINK_NAMESPACE = 'http://www.w3.org/1999/xlink';
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const MAX_DRAWN = 200_000;
/** What takes time to look at in CSS has brackets; no drawing needs as many. */
const MAX_BRACKETS = 60_000;

/** An element that is written but not closed yet. */
interface OpenElement extends DrawnElement {
  readonly name: string;
  readonly isSelfClosing: boolean;
  /** Where its opening tag stands among the pieces; a style sheet is written when it ends. */
  readonly startsAt: number;
  css: string;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

/**
 * The picture of an SVG and nothing else, written anew from a list of what may stay: no script,
 * event handler, foreign content or link, nothing that is loaded from elsewhere, no badge. In UTF-8,
 * whatever it was before.
 * @throws Refusal BAD_INPUT when it cannot be read, a few of its parts stand for very many, or it
 *   carries pictures of more than 16 megapixels
 */
export function displayableSvg(svg: Uint8Array): Uint8Array<ArrayBuffer> {
  const decoding = decodeSvg(svg);
  if (decoding.kind === 'broken') throw refusal(SVG_FAULTS[decoding.fault]);
  if (hasManyBrackets(decoding.xml)) throw refusal(SVG_FAULTS.SVG_TOO_COMPLEX);
  const writer = openWriter();
  const fault = parseSvg(decoding.xml, writer);
  if (fault !== undefined) throw refusal(SVG_FAULTS[fault]);
  const { root, pieces, values } = writer;
  const isEndless = root.children.some((child) => expandedSize(child) > MAX_DRAWN);
  if (isEndless || carriedPixels(values) > MAX_PIXELS) throw refusal(SVG_FAULTS.SVG_TOO_COMPLEX);
  return encodeSvg(pieces.join(''), 'utf-8');
}

function refusal(because: string): Refusal {
  return new Refusal('BAD_INPUT', `The picture cannot be shown: ${because}.`);
}

function hasManyBrackets(xml: string): boolean {
  let brackets = 0;
  for (let at = xml.indexOf('('); at !== -1; at = xml.indexOf('(', at + 1)) brackets += 1;
  return brackets > MAX_BRACKETS;
}

/** Writes what may stay while the picture is read. */
function openWriter() {
  const pieces: string[] = [];
  /** Attributes and style sheets before they are escaped. */
  const values: string[] = [];
  const root: DrawnElement = { id: undefined, children: [], references: [] };
  const path: OpenElement[] = [];
  let namespace: string | undefined;
  /** How deep the parser is in an element that goes, with all it holds. */
  let dropped = 0;

  const open = (element: SvgElement): void => {
    const isRoot = namespace === undefined;
    namespace ??= element.uri;
    const isElsewhere = dropped > 0 || element.uri !== namespace || path.at(-1)?.name === 'style';
    const written = isElsewhere ? undefined : toWrite(element);
    if (written === undefined) {
      dropped += 1;
      return;
    }
    const { name, attributes } = written;
    const opened: OpenElement = {
      name,
      id: attributes.find((attribute) => attribute.name === 'id')?.value,
      children: [],
      references: referencesFrom(name, attributes),
      isSelfClosing: element.isSelfClosing,
      startsAt: pieces.length,
      css: '',
    };
    (path.at(-1) ?? root).children.push(opened);
    path.push(opened);
    pieces.push(openingTag(opened, attributes, isRoot));
    for (const { value } of attributes) values.push(value);
  };
  const text = (piece: string): void => {
    const innermost = path.at(-1);
    if (dropped > 0 || innermost === undefined) return;
    if (innermost.name === 'style') innermost.css += piece;
    else pieces.push(escapeText(piece));
  };
  const close = (): void => {
    if (dropped > 0) {
      dropped -= 1;
      return;
    }
    const closed = path.pop();
    if (closed === undefined || closed.isSelfClosing) return;
    const css = closed.name === 'style' ? cleanCss(closed.css) : '';
    if (css === undefined) {
      pieces.length = closed.startsAt;
      return;
    }
    values.push(css);
    pieces.push(escapeText(css), `</${closed.name}>`);
  };
  return { pieces, values, root, open, text, close };
}

/** Undefined when it may not stay. */
function toWrite({ local, attributes: all }: SvgElement) {
  const attributes = Object.values(all);
  if (local === LINK) return { name: 'g', attributes: kept(attributes).filter(isNoReference) };
  if (!DISPLAYABLE_ELEMENTS.has(local)) return undefined;
  const remaining = kept(attributes);
  if (!ANIMATIONS.has(local) || local === 'animateMotion')
    return { name: local, attributes: remaining };
  const changed = remaining.find(({ name }) => name === 'attributeName')?.value.trim();
  return changed !== undefined && DISPLAYABLE_ATTRIBUTES.has(changed)
    ? { name: local, attributes: remaining }
    : undefined;
}

/** Attributes that may stay, as they are written; of two that say where, SVG's own counts. */
function kept(attributes: readonly SvgAttribute[]): readonly Attribute[] {
  const others = attributes.flatMap(({ uri, local, value }) => {
    const name =
      uri === XML_NAMESPACE && ['space', 'lang'].includes(local) ? `xml:${local}` : local;
    if (uri !== '' && name === local) return [];
    if (uri === '' && !DISPLAYABLE_ATTRIBUTES.has(local)) return [];
    const clean = cleanValue(name, value);
    return clean === undefined ? [] : [{ name, value: clean }];
  });
  const target =
    attributes.find(({ name }) => name === 'href') ??
    attributes.find(({ uri, local }) => uri === XLINK_NAMESPACE && local === 'href');
  return target === undefined || !isInside(target.value)
    ? others
    : [...others, { name: 'xlink:href', value: target.value }];
}

/** Most attributes are read as CSS by browsers, and only these two characters make it do something. */
function cleanValue(name: string, value: string): string | undefined {
  return name === 'style' || /[\\(]/.test(value) ? cleanCss(value) : value;
}

function isNoReference({ name }: Attribute): boolean {
  return name !== 'xlink:href';
}

/** Ids of what is drawn with an element. */
function referencesFrom(element: string, attributes: readonly Attribute[]): readonly string[] {
  return attributes.flatMap(({ name, value }) => {
    if (name !== 'xlink:href') return value.includes('(') ? idsIn(value) : [];
    return DRAWS_NOTHING.has(element) ? [] : (idFrom(value) ?? []);
  });
}

function openingTag(
  { name, isSelfClosing }: OpenElement,
  attributes: readonly Attribute[],
  isRoot: boolean,
): string {
  const declarations = isRoot ? ` xmlns="${SVG_NAMESPACE}" xmlns:xlink="${XLINK_NAMESPACE}"` : '';
  const values = attributes.map((one) => ` ${one.name}="${escapeAttribute(one.value)}"`).join('');
  return `<${name}${declarations}${values}${isSelfClosing ? '/>' : '>'}`;
}
