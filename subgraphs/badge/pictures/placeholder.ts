import { drawSquare } from './draw-square.mjs';
import { SIDES } from './image-size.js';
import type { ImageSize } from './image-size.js';
import type { Picture } from './picture.js';
import { renditionsOf } from './render-picture.js';
import type { RenderedPicture } from './render-picture.js';

/** Stands for the id of a picture where there is none. */
export const PLACEHOLDER = 'placeholder';

/** A rosette with two ribbons, in greys that say nothing about the badge. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">
  <path fill="#9aa3b2" d="M132 226 92 372l54-22 32 44 42-150z"/>
  <path fill="#8892a3" d="m268 226 40 146-54-22-32 44-42-150z"/>
  <circle cx="200" cy="160" r="132" fill="#c3cad5"/>
  <circle cx="200" cy="160" r="104" fill="#eef0f4"/>
  <path fill="#9aa3b2" d="m200 88 21 46 50 6-37 34 10 50-44-25-44 25 10-50-37-34 50-6z"/>
</svg>
`;

let drawn: Promise<RenderedPicture['renditions']> | undefined;

/** The picture of a badge that has none. Drawn once for each process. */
export async function placeholder(size: ImageSize): Promise<Picture> {
  const svg = Buffer.from(DRAWING);
  if (size === 'ORIGINAL') return { format: 'svg', bytes: svg };
  drawn ??= drawSquare(svg, SIDES.LARGE).then(renditionsOf);
  return { format: 'png', bytes: (await drawn)[size] };
}
