/** What a command may use of the process it runs in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line of the result, on standard output. */
  readonly print: (line: string) => void;
  /** Prints a line that is no part of the result, on standard error. */
  readonly note: (line: string) => void;
  /** The content of a file; of standard input for `-`. @throws FileUnusable */
  readonly readBytes: (path: string) => Promise<Uint8Array>;
  /** Writes a whole file, or standard output for `-`. @throws FileUnusable */
  readonly writeBytes: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Where standard output is looked at; absent when it goes into a file or to another program. */
  readonly screen?: Screen;
  /** What the process will end with; 0 unless it was said. */
  readonly setExitCode: (code: number) => void;
}

export interface Screen {
  /** Characters in a line. */
  readonly columns: number;
}

export interface Command {
  /** The command and its arguments, as `hub help` shows it. */
  readonly usage: string;
  readonly says: string;
  run(words: readonly string[], terminal: Terminal): Promise<void>;
}

/** What a process of ours ends with when it did not simply do what it was told; `hub help` says it too. */
export const EXIT = {
  /** The answer is no: a badge that is not VALID, a picture without one. Trouble of any other kind too. */
  no: 1,
  usage: 2,
  file: 3,
} as const;

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file cannot be read or written; the message says which and why. */
export class FileUnusable extends Error {
  override readonly name = 'FileUnusable';
}
