import { MAX_DOCUMENT_BYTES } from '../parse/strict-json.js';
import type { PictureFormat } from './picture-format.js';
import type { SvgFault } from './svg/svg-faults.js';

export type UnbakeFault =
  /** Neither a PNG nor an SVG. */
  | 'NOT_A_PICTURE'
  | 'TRUNCATED'
  | 'BAD_PNG'
  | 'TOO_MANY_CHUNKS'
  | SvgFault
  | 'NOTHING_BAKED'
  | 'TOO_MANY_BADGES'
  | 'BAD_TEXT'
  | 'TEXT_TOO_LARGE';

export type UnbakeWarning =
  'BAD_CRC' | 'DUPLICATE_SAME' | 'DUPLICATE_CONFLICT' | 'MORE_THAN_16_MEGAPIXELS';

export type Unbaked =
  | {
      readonly kind: 'found';
      readonly format: PictureFormat;
      readonly text: string;
      readonly warnings: readonly UnbakeWarning[];
    }
  | { readonly kind: 'broken'; readonly fault: UnbakeFault };

export type TextReading =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'broken'; readonly fault: 'BAD_TEXT' | 'TEXT_TOO_LARGE' };

/** A badge that was found in a picture. */
export interface BakedText {
  /** 0 for the newest generation's place; see {@link chooseBaked}. */
  readonly rank: number;
  readonly reading: TextReading;
}

/** Each one may have to be inflated. */
export const MAX_BADGES = 16;

/**
 * Of several texts that differ the newest generation's wins and then the first in the file, with a
 * warning; one that can be read wins over one that cannot, and texts are never merged.
 */
export function chooseBaked(
  texts: readonly BakedText[],
  format: PictureFormat,
  others: readonly UnbakeWarning[],
): Unbaked {
  const [first] = texts;
  if (first === undefined) return { kind: 'broken', fault: 'NOTHING_BAKED' };
  const legible = texts.filter(({ reading }) => reading.kind === 'read');
  const newest = Math.min(...legible.map(({ rank }) => rank));
  const { reading } = legible.find(({ rank }) => rank === newest) ?? first;
  if (reading.kind === 'broken') return reading;
  const { text } = reading;
  const warnings = [...duplicates(text, texts), ...others];
  return { kind: 'found', format, text, warnings };
}

/** The text of a place where a badge is baked, unless there is nothing or too much of it. */
export function limited(text: string): TextReading {
  if (isEmpty(text)) return { kind: 'broken', fault: 'BAD_TEXT' };
  return Buffer.byteLength(text) > MAX_DOCUMENT_BYTES
    ? { kind: 'broken', fault: 'TEXT_TOO_LARGE' }
    : { kind: 'read', text };
}

/** Nothing but white space is no badge; it is not baked either. */
export function isEmpty(text: string): boolean {
  return text.trim() === '';
}

function duplicates(text: string, texts: readonly BakedText[]): readonly UnbakeWarning[] {
  if (texts.length === 1) return [];
  const same = texts.every(({ reading }) => reading.kind === 'read' && reading.text === text);
  return [same ? 'DUPLICATE_SAME' : 'DUPLICATE_CONFLICT'];
}
