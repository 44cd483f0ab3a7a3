/** How large a picture is wanted; ORIGINAL as its issuer made it. */
export type ImageSize = RenditionSize | 'ORIGINAL';

export type RenditionSize = 'SMALL' | 'MEDIUM' | 'LARGE';

/** Pixels on each side: renditions are square. */
export const SIDES: Readonly<Record<RenditionSize, number>> = {
  SMALL: 64,
  MEDIUM: 200,
  LARGE: 400,
};

/** What stands for a size in the address of a picture. */
export const SIZE_IN_PATH: Readonly<Record<ImageSize, string>> = {
  SMALL: String(SIDES.SMALL),
  MEDIUM: String(SIDES.MEDIUM),
  LARGE: String(SIDES.LARGE),
  ORIGINAL: 'original',
};

const SIZES: readonly ImageSize[] = ['SMALL', 'MEDIUM', 'LARGE', 'ORIGINAL'];

/** Undefined for anything that is no size of ours. */
export function sizeFromPath(text: string): ImageSize | undefined {
  return SIZES.find((size) => SIZE_IN_PATH[size] === text);
}
