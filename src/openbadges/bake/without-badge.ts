import { Refusal } from '../../errors.js';
import { pictureFormatOf } from './picture-format.js';
import { withoutBadgePng } from './png/write-png.js';
import { withoutBadgeSvg } from './svg/write-svg.js';

/**
 * The picture without the badges that are baked into it; everything that is seen of it stays.
 * @throws Refusal BAD_INPUT with a reason when the picture is damaged
 */
export function withoutBadge(image: Uint8Array): Uint8Array<ArrayBuffer> {
  switch (pictureFormatOf(image)) {
    case 'png':
      return withoutBadgePng(image);
    case 'svg':
      return withoutBadgeSvg(image);
    case undefined:
      throw new Refusal('BAD_INPUT', 'The picture is neither a PNG nor an SVG.');
  }
}
