import { displayableSvg, withoutBadge } from '../../../src/openbadges/index.js';
import type { FoundPicture } from '../../../src/openbadges/index.js';
import { runApart } from '../../../src/runtime/index.js';
import { drawSquare } from './draw-square.mjs';
import { SIDES } from './image-size.js';
import type { RenditionSize } from './image-size.js';

export interface RenderedPicture {
  /** What may be shown in place of the original; absent when the original itself may. */
  readonly shown?: Uint8Array;
  readonly renditions: Readonly<Record<RenditionSize, Buffer>>;
}

const DRAW_SVG = new URL('./draw-svg-process.mjs', import.meta.url);
const DRAW_SVG_MS = 3_000;
const MAX_DRAWN_BYTES = 4 * 1024 * 1024;

/**
 * Draws a picture in every size. An SVG is drawn only as it may be shown, and in a process that can be
 * ended; how long a PNG takes follows from its size, which was looked at before.
 * @throws Error when it cannot be drawn after all
 */
export async function renderPicture({ look, bytes }: FoundPicture): Promise<RenderedPicture> {
  const shown = look.format === 'svg' ? displayableSvg(bytes) : withoutBadge(bytes);
  const large = look.format === 'svg' ? await drawSvg(shown) : await drawSquare(shown, SIDES.LARGE);
  return {
    ...(!Buffer.from(shown).equals(bytes) && { shown }),
    renditions: await renditionsOf(large),
  };
}

/** The smaller ones are drawn from the largest. */
export async function renditionsOf(large: Buffer): Promise<RenderedPicture['renditions']> {
  return {
    SMALL: await drawSquare(large, SIDES.SMALL),
    MEDIUM: await drawSquare(large, SIDES.MEDIUM),
    LARGE: large,
  };
}

function drawSvg(svg: Uint8Array): Promise<Buffer> {
  return runApart(DRAW_SVG, {
    args: [String(SIDES.LARGE)],
    input: svg,
    deadlineMs: DRAW_SVG_MS,
    maxOutputBytes: MAX_DRAWN_BYTES,
  });
}
