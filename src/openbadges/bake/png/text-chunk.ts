import { crc32, inflateSync } from 'node:zlib';

import { MAX_DOCUMENT_BYTES } from '../../parse/strict-json.js';
import type { TextReading } from '../baked-text.js';
import { isEmpty } from '../baked-text.js';
import type { PngChunk } from './png-chunks.js';

/** Where a badge may hide; the first is 3.0's, the last one some backpacks used to read. */
export const KEYWORDS = ['openbadgecredential', 'openbadges', 'openbadge'] as const;
export type Keyword = (typeof KEYWORDS)[number];

const TEXT_TYPES = ['tEXt', 'zTXt', 'iTXt'];
const MAX_KEYWORD_BYTES = 79;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The badge keyword of a text chunk; undefined for every other chunk. */
export function keywordOf({ type, data }: PngChunk): Keyword | undefined {
  if (!TEXT_TYPES.includes(type)) return undefined;
  const end = data.subarray(0, MAX_KEYWORD_BYTES + 1).indexOf(0);
  const keyword = Buffer.from(data.subarray(0, Math.max(end, 0))).toString('latin1');
  return KEYWORDS.find((known) => known === keyword);
}

/** Reads the text of a chunk that has a badge keyword, at most 1 MiB of it. */
export function textOf({ type, data }: PngChunk, keyword: Keyword): TextReading {
  const rest = data.subarray(keyword.length + 1);
  if (type === 'tEXt') return decode(rest);
  if (type === 'zTXt') return rest[0] === 0 ? inflate(rest.subarray(1)) : broken('BAD_TEXT');
  const [flag, method] = rest;
  const language = rest.indexOf(0, 2);
  const translated = language === -1 ? -1 : rest.indexOf(0, language + 1);
  if (translated === -1 || method !== 0) return broken('BAD_TEXT');
  const text = rest.subarray(translated + 1);
  if (flag === 0) return decode(text);
  return flag === 1 ? inflate(text) : broken('BAD_TEXT');
}

export function hasRightCrc({ bytes, crc }: PngChunk): boolean {
  return crc32(bytes.subarray(4, -4)) === crc;
}

function inflate(compressed: Uint8Array): TextReading {
  try {
    return decode(inflateSync(compressed, { maxOutputLength: MAX_DOCUMENT_BYTES }));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return broken(code === 'ERR_BUFFER_TOO_LARGE' ? 'TEXT_TOO_LARGE' : 'BAD_TEXT');
  }
}

/** tEXt and zTXt should be Latin-1, yet writers put UTF-8 there; only iTXt promises it. */
function decode(bytes: Uint8Array): TextReading {
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) return broken('TEXT_TOO_LARGE');
  const text = textFrom(bytes);
  return isEmpty(text) ? broken('BAD_TEXT') : { kind: 'read', text };
}

function textFrom(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function broken(fault: 'BAD_TEXT' | 'TEXT_TOO_LARGE'): TextReading {
  return { kind: 'broken', fault };
}
