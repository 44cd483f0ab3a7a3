import { FileUnusable } from '../../src/app/commands/index.js';
import type { Screen, Terminal } from '../../src/app/commands/command.js';

export interface ToyTerminal extends Terminal {
  /** Files by name; what a command writes is put here, too. Standard input and output are `-`. */
  readonly files: Map<string, Uint8Array>;
  readonly printed: readonly string[];
  readonly noted: readonly string[];
  readonly exitCode: number | undefined;
}

export interface ToyTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly screen?: Screen;
}

/** A terminal that a test looks at afterwards. */
export function toyTerminal({
  env = {},
  files = {},
  screen,
}: ToyTerminalOptions = {}): ToyTerminal {
  const printed: string[] = [];
  const noted: string[] = [];
  const toBytes = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const stored = new Map(Object.entries(files).map(([name, content]) => [name, toBytes(content)]));
  let exitCode: number | undefined;
  return {
    env,
    files: stored,
    printed,
    noted,
    ...(screen && { screen }),
    get exitCode() {
      return exitCode;
    },
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    readBytes(path) {
      const bytes = stored.get(path);
      return bytes === undefined
        ? Promise.reject(new FileUnusable(`${path} cannot be read.`))
        : Promise.resolve(bytes);
    },
    writeBytes(path, bytes) {
      stored.set(path, bytes);
      return Promise.resolve();
    },
    setExitCode(code) {
      exitCode = code;
    },
  };
}
