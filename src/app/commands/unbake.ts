import { explainUnbaked, unbake as unbakeFrom } from '../../openbadges/index.js';
import { EXIT } from './command.js';
import type { Command, Terminal } from './command.js';
import { printableJson, withoutSteering } from './printable.js';
import { readWords } from './read-words.js';

const USAGE = 'unbake IMAGE [--json]';

export const unbake: Command = {
  usage: USAGE,
  says: 'Prints the badge that is baked into a PNG or SVG, as it was written.',
  async run(words, terminal) {
    const { argument, options } = readWords(words, USAGE, {
      json: { type: 'boolean', default: false },
    });
    const bytes = await terminal.readBytes(argument);
    const found = unbakeFrom(bytes);
    if (found.kind === 'broken') terminal.setExitCode(EXIT.no);
    for (const sentence of explainUnbaked(found)) terminal.note(sentence);
    if (options.json) {
      const { kind: _, ...rest } = found;
      terminal.print(printableJson(rest, terminal.screen === undefined ? 0 : 2));
    } else if (found.kind === 'found') {
      await show(found.text, terminal);
    }
  },
};

/** Byte for byte for files and programs; a screen gets nothing that could steer it. */
async function show(text: string, { print, writeBytes, screen }: Terminal): Promise<void> {
  if (screen === undefined) await writeBytes('-', new TextEncoder().encode(text));
  else print(withoutSteering(text));
}
