import { SIZE_IN_PATH } from './image-size.js';
import type { ImageSize } from './image-size.js';
import { PLACEHOLDER } from './placeholder.js';

/** Addresses of pictures at the hub itself: nothing is ever shown from an issuer's server. */
export interface PictureUrls {
  /** The address of a stored image, or of our own drawing. */
  image(picture: string | undefined, size: ImageSize): string;
  baked(badge: string): string;
}

/** `publicUrl` is the origin people see, known once the hub listens. */
export function pictureUrls(publicUrl: () => string): PictureUrls {
  const urlOf = (path: string): string => new URL(path, publicUrl()).href;
  return {
    image: (picture = PLACEHOLDER, size) => urlOf(`/images/${picture}/${SIZE_IN_PATH[size]}`),
    baked: (badge) => urlOf(`/badges/${badge}/baked`),
  };
}
