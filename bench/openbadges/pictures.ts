import { isDeepStrictEqual } from 'node:util';
import bakery from 'openbadges-bakery';
import encodeChunks from 'png-chunks-encode';
import extractChunks from 'png-chunks-extract';
import { PNG } from 'pngjs';
import { bake, unbake } from '../../src/openbadges/index.js';
import type { Contest } from './alternate.js';

const SIDE = 400;
const TEXT_CHUNKS = ['tEXt', 'zTXt', 'iTXt'];
const KEYWORDS = ['openbadgecredential', 'openbadges', 'openbadge'];
const ASSERTION = JSON.stringify({
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Assertion',
  id: 'https://issuer.example/assertions/1',
  recipient: { type: 'email', identity: 'earner@example.org', hashed: false },
  badge: 'https://issuer.example/classes/welding',
  verification: { type: 'HostedBadge' },
  issuedOn: '2024-03-01T12:00:00Z',
  narrative: 'Joined two plates so that they hold. '.repeat(20),
});

/**
 * Reading a baked PNG, against the extract of Mozilla's bakery; and baking one that has a badge already,
 * against the packages for chunks of PNG that are left to do it with, since the bakery's own baking of PNG
 * throws on every Node from 6 on.
 * @throws Error when the two do not make the same of the same picture
 */
export async function pictureContests(): Promise<readonly [unbake: Contest, bake: Contest]> {
  const old = Buffer.from(bake(drawPicture(), '{"id":"an older badge"}'));
  const baked = Buffer.from(bake(old, ASSERTION));
  const [found, extracted] = [unbakeText(baked), await extractByBakery(baked)];
  if (found !== ASSERTION || extracted !== ASSERTION)
    throw new Error('They read different badges.');
  if (!isDeepStrictEqual(Buffer.from(bakeByChunks(old, ASSERTION)), baked)) {
    throw new Error('They bake different pictures.');
  }
  return [
    {
      what: `unbake a PNG of ${Math.round(baked.length / 1024)} KiB`,
      peer: 'openbadges-bakery',
      times: 100,
      ours: () => unbakeText(baked),
      theirs: () => extractByBakery(baked),
    },
    {
      what: 'bake it anew',
      peer: 'png-chunks-*',
      times: 20,
      ours: () => bake(old, ASSERTION),
      theirs: () => bakeByChunks(old, ASSERTION),
    },
  ];
}

function unbakeText(png: Uint8Array): string | undefined {
  const found = unbake(png);
  return found.kind === 'found' ? found.text : undefined;
}

function extractByBakery(png: Buffer): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    bakery.extract(png, (error, text) => {
      if (error === null) resolve(text);
      else reject(error);
    });
  });
}

/** One iTXt behind the header, chunks of older badges removed: what the hub does. */
function bakeByChunks(png: Uint8Array, text: string): Uint8Array {
  const chunks = extractChunks(png).filter((chunk) => !isBadge(chunk));
  const data = Buffer.from(`openbadges\0\0\0\0\0${text}`);
  return encodeChunks(chunks.toSpliced(1, 0, { name: 'iTXt', data }));
}

function isBadge({ name, data }: { readonly name: string; readonly data: Uint8Array }): boolean {
  if (!TEXT_CHUNKS.includes(name)) return false;
  const end = data.indexOf(0);
  return KEYWORDS.includes(Buffer.from(data.subarray(0, end)).toString('latin1'));
}

/** Rings of many colours: about as hard to compress as what badges look like. */
function drawPicture(): Uint8Array {
  const png = new PNG({ width: SIDE, height: SIDE });
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const far = Math.hypot(x - SIDE / 2, y - SIDE / 2);
      const pixel = [
        (far * 3) & 0xff,
        (x * y) & 0x7f,
        (255 - far) & 0xff,
        far < SIDE / 2 ? 255 : 0,
      ];
      png.data.set(pixel, (y * SIDE + x) * 4);
    }
  }
  return PNG.sync.write(png);
}
