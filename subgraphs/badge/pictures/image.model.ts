import type { PictureFormat } from '../../../src/openbadges/index.js';
import { defineModel } from '../../../src/store/index.js';
import type { RenditionSize } from './image-size.js';

/**
 * A picture the hub fetched once and shows ever after, so that no page waits for an issuer. Owner: badge.
 * Its id is made of its content with a key of the hub: the same picture is stored once, and nobody who
 * knows a picture can find out whether somebody here has a badge with it.
 */
export interface ImageDoc {
  readonly _id: string;
  readonly format: PictureFormat;
  /** In pixels, as its issuer made it. */
  readonly width: number;
  readonly height: number;
  /** Byte for byte as fetched. Never shown when there is `shown`. */
  readonly original: Buffer;
  /** What is shown instead: an SVG without what is no picture, a PNG without somebody's badge in it. */
  readonly shown?: Buffer;
  /** Square PNGs. */
  readonly renditions: Readonly<Record<RenditionSize, Buffer>>;
  /** That of the last offer with it, and a day; far away once it belongs to a badge or an issuer. */
  readonly expiresAt: Date;
  /** Written by whoever keeps it for good, so that letting go of it meanwhile is noticed. */
  readonly holds?: number;
}

const bytes = { type: Buffer, required: true };

export const imageModel = defineModel<ImageDoc>(
  'images',
  {
    _id: String,
    format: { type: String, required: true },
    width: { type: Number, required: true },
    height: { type: Number, required: true },
    original: bytes,
    shown: Buffer,
    renditions: { SMALL: bytes, MEDIUM: bytes, LARGE: bytes },
    expiresAt: { type: Date, required: true },
    holds: Number,
  },
  [{ name: 'images_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
