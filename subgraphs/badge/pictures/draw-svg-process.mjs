import { drawSquare } from './draw-square.mjs';

/**
 * A process of its own that draws the SVG on its standard input as a PNG on its standard output, as many
 * pixels wide as its argument says. Nobody can tell beforehand how long an SVG takes, and nothing but the
 * end of the process stops it.
 */
const [, , side] = process.argv;
/** @type {AsyncIterable<Buffer>} */
const input = process.stdin;
const pieces = [];
for await (const piece of input) pieces.push(piece);
process.stdout.write(await drawSquare(Buffer.concat(pieces), Number(side)));
