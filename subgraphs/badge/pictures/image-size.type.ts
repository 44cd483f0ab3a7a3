import { registerEnumType } from 'type-graphql';
import { enumOf } from '../../../src/graphql/index.js';
import { SIDES } from './image-size.js';
import type { ImageSize } from './image-size.js';

const pixels = (side: number): string => `${String(side)} by ${String(side)} pixels.`;

export const ImageSizeEnum = enumOf<ImageSize>('SMALL', 'MEDIUM', 'LARGE', 'ORIGINAL');
registerEnumType(ImageSizeEnum, {
  name: 'ImageSize',
  description: 'How large a picture is. It comes from the hub, never from its issuer’s server.',
  valuesConfig: {
    SMALL: { description: pixels(SIDES.SMALL) },
    MEDIUM: { description: pixels(SIDES.MEDIUM) },
    LARGE: { description: pixels(SIDES.LARGE) },
    ORIGINAL: { description: 'As its issuer made it: a PNG or an SVG of any size.' },
  },
});
