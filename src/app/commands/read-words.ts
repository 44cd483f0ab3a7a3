import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './command.js';

/**
 * Takes a command's words apart.
 * @throws UsageError with the usage for an option it does not have, or another number of arguments
 */
export function readWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  usage: string,
  options: Options,
) {
  const { positionals, values } = parse(words, usage, options);
  const [only, ...more] = positionals;
  if (only === undefined || more.length > 0) throw new UsageError(`Usage: hub ${usage}`);
  return { argument: only, options: values };
}

function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  usage: string,
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch {
    throw new UsageError(`Usage: hub ${usage}`);
  }
}
