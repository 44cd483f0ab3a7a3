import type { TextReading } from '../baked-text.js';
import { limited } from '../baked-text.js';
import type { SvgElement } from './parse-svg.js';
import { parseSvg } from './parse-svg.js';
import type { SvgFault } from './svg-faults.js';

/** Where a badge may be, newest generation first; the prefix may be any. */
export const BADGE_PLACES = [
  { namespace: 'https://purl.imsglobal.org/ob/v3p0', local: 'credential' },
  { namespace: 'http://openbadges.org', local: 'assertion' },
] as const;

/** An element that holds a badge, and where it stands in the text. */
export interface BadgeElement {
  /** Its place in {@link BADGE_PLACES}. */
  readonly rank: number;
  readonly reading: TextReading;
  readonly startsAt: number;
  readonly endsAt: number;
}

export type BadgeSearch =
  | { readonly kind: 'read'; readonly root: SvgElement; readonly badges: readonly BadgeElement[] }
  | { readonly kind: 'broken'; readonly fault: SvgFault };

interface Piece {
  readonly text: string;
  readonly kind: 'text' | 'cdata';
}

/** An element that is not closed yet. */
interface OpenElement {
  readonly element: SvgElement;
  readonly rank: number;
  readonly pieces: Piece[];
}

/** Finds every element that holds a badge, wherever it is, in the order of the text. */
export function findBadges(xml: string): BadgeSearch {
  const badges: BadgeElement[] = [];
  const path: OpenElement[] = [];
  let root: SvgElement | undefined;
  const fault = parseSvg(xml, {
    open: (element) => {
      root ??= element;
      path.push({ element, rank: rankOf(element), pieces: [] });
    },
    text: (text, kind) => {
      const innermost = path.at(-1);
      if (innermost !== undefined && innermost.rank !== -1) innermost.pieces.push({ text, kind });
    },
    close: (endsAt) => {
      const closed = path.pop();
      if (closed === undefined || closed.rank === -1) return;
      const { element, rank, pieces } = closed;
      const reading = readingOf(element, pieces);
      badges.push({ rank, reading, startsAt: element.startsAt, endsAt });
    },
  });
  if (fault !== undefined) return { kind: 'broken', fault };
  return root === undefined
    ? { kind: 'broken', fault: 'BAD_SVG' }
    : { kind: 'read', root, badges: badges.sort((a, b) => a.startsAt - b.startsAt) };
}

function rankOf({ uri, local }: Pick<SvgElement, 'uri' | 'local'>): number {
  return BADGE_PLACES.findIndex((place) => place.namespace === uri && place.local === local);
}

/** The body comes before the attribute, which may hold no more than the address of the body. */
function readingOf(element: SvgElement, pieces: readonly Piece[]): TextReading {
  const body = bodyOf(pieces);
  if (!isBlank(body)) return limited(body);
  return limited(element.attributes['verify']?.value ?? '');
}

/** White space around CDATA sections, or around a text without any, is layout. */
function bodyOf(pieces: readonly Piece[]): string {
  const text = pieces.map((piece) => piece.text).join('');
  const first = pieces.findIndex(({ kind }) => kind === 'cdata');
  if (first === -1) return trimmed(text);
  const last = pieces.findLastIndex(({ kind }) => kind === 'cdata');
  const layout = [...pieces.slice(0, first), ...pieces.slice(last + 1)];
  if (!layout.every((piece) => isBlank(piece.text))) return text;
  return pieces
    .slice(first, last + 1)
    .map((piece) => piece.text)
    .join('');
}

function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '').replace(/(?<![ \t\r\n])[ \t\r\n]+$/, '');
}

/** White space as XML knows it. */
function isBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text);
}
