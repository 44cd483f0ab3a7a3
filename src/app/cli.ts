#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { MongodNotFound } from './set-up/find-mongod.mjs';
import { EmbeddedMongoUnusable } from './embedded-mongo/start-embedded-mongo.js';
import { DataFolderUnusable } from './data-folder.js';
import { ConfigError } from '../runtime/index.js';
import { DatabaseUnusable, IndexMissing } from '../store/index.js';
import { PortTaken } from '../../gateway/index.js';
import { COMMANDS, UsageError } from './commands/index.js';

/** Trouble that a sentence explains; everything else is a bug and shows where it happened. */
const EXPLAINED = [
  ConfigError,
  DataFolderUnusable,
  DatabaseUnusable,
  EmbeddedMongoUnusable,
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
    if (command === undefined && !name.endsWith('help')) process.exitCode = 2;
    return;
  }
  await command.run(rest, {
    env: process.env,
    print: (line) => process.stdout.write(`${line}\n`),
    readText: (path) => readFile(path, 'utf8'),
  });
}

function help(): string {
  const rows = Object.values(COMMANDS).map(
    ({ usage, says }) => `  hub ${usage.padEnd(40)} ${says}`,
  );
  return `Backpack Hub\n\n${rows.join('\n')}\n`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = EXPLAINED.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`${text ?? 'unknown trouble'}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
