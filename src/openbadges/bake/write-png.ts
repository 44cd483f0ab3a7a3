import { crc32 } from 'node:zlib';

import { Refusal } from '../../errors.js';
import { PNG_SIGNATURE, splitPng } from './png-chunks.js';
import type { Keyword } from './text-chunk.js';
import { keywordOf } from './text-chunk.js';

/**
 * Bakes a text into a PNG: one uncompressed iTXt right after IHDR. Badges that were baked in
 * before, under any keyword, are dropped; every other byte stays.
 * @throws Refusal BAD_INPUT when this is no whole PNG or the text holds a NUL
 */
export function bake(
  png: Uint8Array,
  text: string,
  keyword: Keyword = 'openbadges',
): Uint8Array<ArrayBuffer> {
  const split = splitPng(png);
  if (split.kind === 'broken') throw new Refusal('BAD_INPUT', 'The picture is not a whole PNG.');
  if (text.includes('\0')) throw new Refusal('BAD_INPUT', 'A badge with a NUL cannot be baked.');
  const [header, ...others] = split.chunks
    .filter((chunk) => keywordOf(chunk) === undefined)
    .map(({ bytes }) => bytes);
  const baked = iTXt(keyword, text);
  const parts = [PNG_SIGNATURE, header ?? new Uint8Array(), baked, ...others];
  return new Uint8Array(Buffer.concat(parts));
}

/** No compression, no language, no translated keyword: the only form every reader understands. */
function iTXt(keyword: Keyword, text: string): Uint8Array {
  const content = Buffer.from(`iTXt${keyword}\0\0\0\0\0${text}`, 'utf8');
  const frame = Buffer.alloc(4 + content.length + 4);
  frame.writeUInt32BE(content.length - 4, 0);
  content.copy(frame, 4);
  frame.writeUInt32BE(crc32(content), 4 + content.length);
  return frame;
}
