import { Refusal } from '../../errors.js';
import { MAX_DOCUMENT_BYTES } from '../parse/strict-json.js';
import { isEmpty } from './baked-text.js';
import type { BakeKeyword } from './payload-form.js';
import { formOf } from './payload-form.js';
import { pictureFormatOf } from './picture-format.js';
import { bakePng } from './png/write-png.js';
import { bakeSvg } from './svg/write-svg.js';

export type { BakeKeyword } from './payload-form.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Bakes a badge, which is JSON, a compact JWS or a URL, into a PNG or an SVG. {@link unbake} gives
 * back the very same text. What was baked in before, under any keyword, is dropped; the picture
 * itself stays byte for byte.
 * @param keyword told from the text when absent
 * @throws Refusal BAD_INPUT with a reason when the picture is damaged or the text cannot be baked
 */
export function bake(
  image: Uint8Array,
  text: string,
  keyword?: BakeKeyword,
): Uint8Array<ArrayBuffer> {
  const problem = problemWith(text);
  if (problem !== undefined) throw new Refusal('BAD_INPUT', problem);
  const form = formOf(text);
  switch (pictureFormatOf(image)) {
    case 'png':
      return bakePng(image, text, keyword ?? form.keyword);
    case 'svg':
      return bakeSvg(image, text, { ...form, ...(keyword && { keyword }) });
    case undefined:
      throw new Refusal('BAD_INPUT', 'The picture is neither a PNG nor an SVG.');
  }
}

function problemWith(text: string): string | undefined {
  if (isEmpty(text)) return 'There is nothing to bake: the badge is empty.';
  if (text.includes('\0')) return 'A badge with a NUL cannot be baked.';
  if (LONE_SURROGATE.test(text)) return 'The badge holds half of a character.';
  return Buffer.byteLength(text) > MAX_DOCUMENT_BYTES
    ? 'The badge is larger than 1 MiB.'
    : undefined;
}
