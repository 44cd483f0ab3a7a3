import type { Unbaked } from './baked-text.js';
import { pictureFormatOf } from './picture-format.js';
import { unbakePng } from './png/read-png.js';
import { unbakeSvg } from './svg/read-svg.js';

export type { Unbaked, UnbakeFault, UnbakeWarning } from './baked-text.js';

/**
 * Finds the badge that is baked into a PNG or an SVG; which of the two is told by its content. Never
 * looks at pixels, never throws, and takes time in proportion to what it is given.
 */
export function unbake(image: Uint8Array): Unbaked {
  switch (pictureFormatOf(image)) {
    case 'png':
      return unbakePng(image);
    case 'svg':
      return unbakeSvg(image);
    case undefined:
      return { kind: 'broken', fault: 'NOT_A_PICTURE' };
  }
}
