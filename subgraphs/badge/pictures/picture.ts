import type { PictureFormat } from '../../../src/openbadges/index.js';

/** A picture on its way to whoever looks at it. */
export interface Picture {
  readonly format: PictureFormat;
  readonly bytes: Uint8Array;
}
