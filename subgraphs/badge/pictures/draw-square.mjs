import sharp from 'sharp';

/** As many as may stand in a picture that is looked at (src/openbadges, `lookAtPicture`). */
const MAX_PIXELS = 16_000_000;
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

// Each picture is drawn once.
sharp.cache(false);

/**
 * Draws a picture as a square PNG: the whole of it, in its own proportions, on transparent ground.
 * @param {Uint8Array} picture
 * @param {number} side in pixels
 * @returns {Promise<Buffer>}
 * @throws {Error} when the picture cannot be decoded
 */
export function drawSquare(picture, side) {
  // 'error', since libpng warns of colour profiles that many programs write.
  return sharp(picture, { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true })
    .resize({ width: side, height: side, fit: 'contain', background: TRANSPARENT })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
