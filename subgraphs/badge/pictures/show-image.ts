import type { Database } from '../../../src/store/index.js';
import { sizeFromPath } from './image-size.js';
import { PLACEHOLDER, placeholder } from './placeholder.js';
import type { Picture } from './picture.js';
import { readImage } from './read-image.js';

/**
 * A stored picture by its id, in one of the sizes an address may name. Never the original where that
 * holds somebody's badge, or what is no picture. Null when there is no such picture or size.
 */
export async function showImage(
  id: string,
  sizeInPath: string,
  deps: { readonly database: Database },
): Promise<Picture | null> {
  const size = sizeFromPath(sizeInPath);
  if (size === undefined) return null;
  if (id === PLACEHOLDER) return placeholder(size);
  if (size === 'ORIGINAL') {
    const image = await readImage(id, ['format', 'original', 'shown'], deps);
    return image && { format: image.format, bytes: image.shown ?? image.original };
  }
  const image = await readImage(id, [`renditions.${size}`], deps);
  return image && { format: 'png', bytes: image.renditions[size] };
}
