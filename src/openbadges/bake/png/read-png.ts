import type { Unbaked, UnbakeWarning } from '../baked-text.js';
import { chooseBaked, MAX_BADGES } from '../baked-text.js';
import type { PngChunk } from './png-chunks.js';
import { splitPng } from './png-chunks.js';
import { MAX_PIXELS, readHeader } from './png-header.js';
import { hasRightCrc, KEYWORDS, keywordOf, textOf } from './text-chunk.js';

/** Finds the badge in a PNG. Looks at no checksum but those of badges, which it warns of. */
export function unbakePng(png: Uint8Array): Unbaked {
  const split = splitPng(png);
  if (split.kind === 'broken') return split;
  const baked = split.chunks.flatMap((chunk) => {
    const keyword = keywordOf(chunk);
    return keyword === undefined ? [] : [{ chunk, keyword }];
  });
  if (baked.length > MAX_BADGES) return { kind: 'broken', fault: 'TOO_MANY_BADGES' };
  const texts = baked.map(({ chunk, keyword }) => ({
    rank: KEYWORDS.indexOf(keyword),
    reading: textOf(chunk, keyword),
  }));
  const badges = baked.map(({ chunk }) => chunk);
  return chooseBaked(texts, 'png', warningsAbout(badges, split.chunks[0]));
}

function warningsAbout(
  badges: readonly PngChunk[],
  header: PngChunk | undefined,
): readonly UnbakeWarning[] {
  const warnings: UnbakeWarning[] = [];
  if (!badges.every(hasRightCrc)) warnings.push('BAD_CRC');
  if (header === undefined) return warnings;
  const { width, height } = readHeader(header);
  if (width * height > MAX_PIXELS) warnings.push('MORE_THAN_16_MEGAPIXELS');
  return warnings;
}
