#!/usr/bin/env node
import { COMMANDS, EXIT, FileUnusable, UsageError } from './commands/index.js';
import { processTerminal } from './terminal.js';

async function main(words: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = words;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    process.stdout.write(await help());
    if (!['help', '--help', '-h'].includes(name)) process.exitCode = EXIT.usage;
    return;
  }
  const command = await load();
  await command.run(rest, processTerminal(process));
}

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const rows = commands.map(({ usage, says }) => `  hub ${usage}\n      ${says}`);
  return `Backpack Hub\n\n${rows.join('\n')}\n\n${EXIT_CODES}\n`;
}

const EXIT_CODES = `A file is read from standard input where it is called "-".
Exit codes of verify, bake and unbake:
  0  the badge is VALID; the picture was baked or unbaked
  1  the badge has another verdict; nothing could be baked or unbaked
  2  the command was called wrongly, or a setting is wrong
  3  a file cannot be read or written`;

main(process.argv.slice(2)).catch(async (error: unknown) => {
  process.stderr.write(`${await explain(error)}\n`);
  process.exit(exitCodeFor(error));
});

async function explain(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError || error instanceof FileUnusable) return error.message;
  const { isExplained } = await import('./is-explained.js');
  return isExplained(error) ? error.message : (error.stack ?? error.message);
}

function exitCodeFor(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof FileUnusable ? EXIT.file : EXIT.no;
}
