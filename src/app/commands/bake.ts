import { Refusal } from '../../errors.js';
import { bake as bakeInto } from '../../openbadges/index.js';
import { EXIT, UsageError } from './command.js';
import type { Command } from './command.js';
import { oneLine } from './printable.js';
import { readWords } from './read-words.js';

const USAGE = 'bake IMAGE --credential FILE [--out FILE]';
const OPTIONS = { credential: { type: 'string' }, out: { type: 'string' } } as const;

export const bake: Command = {
  usage: USAGE,
  says: 'Bakes a badge (JSON, a JWS or an address) into a PNG or SVG; without --out it is piped on.',
  async run(words, { readBytes, writeBytes, note, screen, setExitCode }) {
    const { argument: image, options } = readWords(words, USAGE, OPTIONS);
    const { credential, out = '-' } = options;
    if (credential === undefined || (credential === '-' && image === '-')) {
      throw new UsageError(`Usage: hub ${USAGE}`);
    }
    if (out === '-' && screen !== undefined) {
      throw new UsageError('A picture is nothing for a screen: say where it goes with --out FILE.');
    }
    const picture = await readBytes(image);
    const text = new TextDecoder().decode(await readBytes(credential)).trim();
    const baked = bakedOrReason(picture, text);
    if (typeof baked === 'string') {
      note(baked);
      setExitCode(EXIT.no);
      return;
    }
    await writeBytes(out, baked);
    if (out !== '-') note(`Baked into ${oneLine(out)}, ${String(baked.byteLength)} bytes.`);
  },
};

function bakedOrReason(picture: Uint8Array, text: string): Uint8Array | string {
  try {
    return bakeInto(picture, text);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
