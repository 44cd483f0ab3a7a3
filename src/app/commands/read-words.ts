import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './command.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>;

/**
 * Takes a command's words apart.
 * @throws UsageError with the usage for an option it does not have, or another number of arguments
 */
export function readWords<const Known extends Options>(
  words: readonly string[],
  usage: string,
  options: Known,
): { readonly argument: string; readonly options: Parsed<Known>['values'] } {
  const { positionals, values } = parse(words, usage, options);
  const [only, ...more] = positionals;
  if (only === undefined || more.length > 0) throw new UsageError(`Usage: hub ${usage}`);
  return { argument: only, options: values };
}

function parse<const Known extends Options>(
  words: readonly string[],
  usage: string,
  options: Known,
): Parsed<Known> {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch {
    throw new UsageError(`Usage: hub ${usage}`);
  }
}
