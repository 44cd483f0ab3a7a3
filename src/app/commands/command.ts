/** What a command may use of the process it runs in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line for people, on standard output. */
  readonly print: (line: string) => void;
  readonly readText: (path: string) => Promise<string>;
}

export interface Command {
  /** The command and its arguments, as `hub help` shows it. */
  readonly usage: string;
  readonly says: string;
  run(words: readonly string[], terminal: Terminal): Promise<void>;
}

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
