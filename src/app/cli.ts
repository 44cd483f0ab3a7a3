#!/usr/bin/env node
import { MongodNotFound } from './set-up/find-mongod.mjs';
import { EmbeddedMongoUnusable } from './embedded-mongo/start-embedded-mongo.js';
import { DataFolderUnusable } from './data-folder.js';
import { ConfigError } from '../runtime/index.js';
import { DatabaseUnusable, IndexMissing } from '../store/index.js';
import { PortTaken } from '../../gateway/index.js';
import { COMMANDS, EXIT, FileUnusable, UsageError } from './commands/index.js';
import { processTerminal } from './terminal.js';

/** Trouble that a sentence explains; everything else is a bug and shows where it happened. */
const EXPLAINED = [
  ConfigError,
  DataFolderUnusable,
  DatabaseUnusable,
  EmbeddedMongoUnusable,
  FileUnusable,
  IndexMissing,
  MongodNotFound,
  PortTaken,
  UsageError,
];

async function main(words: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = words;
  const command = COMMANDS[name];
  if (name === 'help' || name === '--help' || command === undefined) {
    process.stdout.write(help());
    if (command === undefined && !name.endsWith('help')) process.exitCode = EXIT.usage;
    return;
  }
  await command.run(rest, processTerminal(process));
}

function help(): string {
  const commands = Object.values(COMMANDS);
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  const rows = commands.map(({ usage, says }) => `  hub ${usage.padEnd(width)}  ${says}`);
  return `Backpack Hub\n\n${rows.join('\n')}\n\n${EXIT_CODES}\n`;
}

const EXIT_CODES = `A file is read from standard input where it is called "-".
Exit codes of verify, bake and unbake:
  0  the badge is VALID; the picture was baked or unbaked
  1  the badge has another verdict; nothing could be baked or unbaked
  2  the command was called wrongly, or a setting is wrong
  3  a file cannot be read or written`;

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = EXPLAINED.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`${text ?? 'unknown trouble'}\n`);
  process.exit(exitCodeFor(error));
});

function exitCodeFor(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof FileUnusable ? EXIT.file : EXIT.no;
}
