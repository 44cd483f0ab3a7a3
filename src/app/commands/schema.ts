import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { schemaFiles } from '../schema-files.js';
import { verificationPage } from '../verification-page.js';
import { configPage } from './config.js';
import { UsageError } from './command.js';
import type { Command } from './command.js';

/** Everything that is generated from the code and checked in, by path. */
function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...[...schemaFiles()].map(([path, text]) => [join('schema', path), text] as const),
    ['docs/config.md', configPage()],
    ['docs/verification.md', verificationPage()],
  ]);
}

export const schema: Command = {
  usage: 'schema [--check]',
  says: 'Writes schema/, docs/config.md and docs/verification.md from the code, or checks that they are fresh.',
  async run(words, { print }) {
    const check = words[0] === '--check';
    const stale: string[] = [];
    for (const [path, text] of generatedFiles()) {
      const stored = await readFile(path, 'utf8').catch(() => '');
      if (stored === text) continue;
      stale.push(path);
      if (check) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      print(`wrote ${path}`);
    }
    if (check && stale.length > 0) {
      throw new UsageError(`Stale: ${stale.join(', ')}. Run \`npm run schema\` and commit.`);
    }
  },
};
