import { crc32 } from 'node:zlib';

import { Refusal } from '../../../errors.js';
import type { PngChunk } from './png-chunks.js';
import { MAX_CHUNKS, PNG_SIGNATURE } from './png-chunks.js';
import { readSoundPng } from './png-fault.js';
import { faultInPixels } from './png-pixels.js';
import type { Keyword } from './text-chunk.js';
import { keywordOf } from './text-chunk.js';

/**
 * Puts one text chunk right behind the header and drops badges that were baked in before, under any
 * keyword. Every other byte up to the end of the picture stays; what somebody hid behind the end
 * goes.
 * @throws Refusal BAD_INPUT when the PNG is damaged, its pixels included, or too large to be decoded
 */
export function bakePng(png: Uint8Array, text: string, keyword: Keyword): Uint8Array<ArrayBuffer> {
  const sound = soundPng(png);
  const damage = faultInPixels(sound.header, sound.chunks);
  if (damage !== undefined) throw refusal(damage);
  const [header, ...others] = withoutBadges(sound.chunks);
  if (others.length + 2 > MAX_CHUNKS) throw refusal('it consists of too many parts');
  return joined([
    PNG_SIGNATURE,
    ...spans(png, [header]),
    iTXt(keyword, text),
    ...spans(png, others),
  ]);
}

/**
 * The picture without baked badges.
 * @throws Refusal BAD_INPUT when the PNG is damaged where {@link readSoundPng} looks: not at pixels
 */
export function withoutBadgePng(png: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([PNG_SIGNATURE, ...spans(png, withoutBadges(soundPng(png).chunks))]);
}

function soundPng(png: Uint8Array) {
  const reading = readSoundPng(png);
  if (reading.kind === 'unusable') throw refusal(reading.because);
  return reading;
}

function withoutBadges(chunks: readonly PngChunk[]): readonly PngChunk[] {
  return chunks.filter((chunk) => keywordOf(chunk) === undefined);
}

function refusal(because: string): Refusal {
  return new Refusal('BAD_INPUT', `The picture cannot be used: ${because}.`);
}

/** The bytes of chunks, neighbours in one piece. */
function spans(png: Uint8Array, chunks: readonly (PngChunk | undefined)[]): readonly Uint8Array[] {
  const found: { startsAt: number; endsAt: number }[] = [];
  for (const chunk of chunks) {
    if (chunk === undefined) continue;
    const last = found.at(-1);
    if (last?.endsAt === chunk.startsAt) last.endsAt = chunk.endsAt;
    else found.push({ startsAt: chunk.startsAt, endsAt: chunk.endsAt });
  }
  return found.map(({ startsAt, endsAt }) => png.subarray(startsAt, endsAt));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
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
