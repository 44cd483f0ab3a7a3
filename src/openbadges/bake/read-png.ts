import type { PngChunk } from './png-chunks.js';
import { splitPng } from './png-chunks.js';
import type { Keyword, TextReading } from './text-chunk.js';
import { hasRightCrc, KEYWORDS, keywordOf, textOf } from './text-chunk.js';

export type UnbakeFault =
  'NOT_PNG' | 'TRUNCATED' | 'TOO_MANY_CHUNKS' | 'NOTHING_BAKED' | 'BAD_TEXT' | 'TEXT_TOO_LARGE';

export type UnbakeWarning =
  'BAD_CRC' | 'DUPLICATE_SAME' | 'DUPLICATE_CONFLICT' | 'MORE_THAN_16_MEGAPIXELS';

export type Unbaked =
  | { readonly kind: 'found'; readonly text: string; readonly warnings: readonly UnbakeWarning[] }
  | { readonly kind: 'broken'; readonly fault: UnbakeFault };

interface BakedText {
  readonly chunk: PngChunk;
  readonly keyword: Keyword;
  readonly reading: TextReading;
}

/** Each one may have to be inflated. */
const MAX_BADGE_CHUNKS = 16;
const MAX_PIXELS = 16_000_000;

/**
 * Finds the badge that is baked into a PNG. Of several that differ the newest generation's keyword
 * wins and then the first in the file, with a warning; texts are never merged. Never looks at
 * pixels, never throws.
 */
export function unbake(png: Uint8Array): Unbaked {
  const split = splitPng(png);
  if (split.kind === 'broken') return split;
  const baked = split.chunks.flatMap((chunk) => {
    const keyword = keywordOf(chunk);
    return keyword === undefined ? [] : [{ chunk, keyword }];
  });
  if (baked.length > MAX_BADGE_CHUNKS) return { kind: 'broken', fault: 'TOO_MANY_CHUNKS' };
  const texts = baked.map((one) => ({ ...one, reading: textOf(one.chunk, one.keyword) }));
  const chosen = choose(texts.filter(({ reading }) => reading.kind === 'read')) ?? texts[0];
  if (chosen === undefined) return { kind: 'broken', fault: 'NOTHING_BAKED' };
  if (chosen.reading.kind === 'broken') return chosen.reading;
  const { text } = chosen.reading;
  return { kind: 'found', text, warnings: warningsAbout(text, texts, split.chunks[0]) };
}

function choose(texts: readonly BakedText[]): BakedText | undefined {
  return KEYWORDS.flatMap((keyword) => texts.find((one) => one.keyword === keyword) ?? [])[0];
}

function warningsAbout(
  text: string,
  texts: readonly BakedText[],
  header: PngChunk | undefined,
): readonly UnbakeWarning[] {
  const same = texts.every(({ reading }) => reading.kind === 'read' && reading.text === text);
  const warnings: UnbakeWarning[] = [];
  if (!texts.every(({ chunk }) => hasRightCrc(chunk))) warnings.push('BAD_CRC');
  if (texts.length > 1) warnings.push(same ? 'DUPLICATE_SAME' : 'DUPLICATE_CONFLICT');
  if (pixelsOf(header) > MAX_PIXELS) warnings.push('MORE_THAN_16_MEGAPIXELS');
  return warnings;
}

/** Width times height, the first two numbers of IHDR. */
function pixelsOf(header: PngChunk | undefined): number {
  if (header === undefined) return 0;
  const view = new DataView(header.data.buffer, header.data.byteOffset, header.data.byteLength);
  return view.getUint32(0) * view.getUint32(4);
}
