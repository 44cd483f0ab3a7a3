import type { Log } from './log.js';

export interface ShutdownOptions {
  /** How long one part may take to stop; 10 s when absent. */
  readonly deadlineMs?: number;
  /** Where signals come from and how the process ends; the real process when absent. */
  readonly process?: Pick<NodeJS.Process, 'on' | 'exit'>;
}

export interface Shutdown {
  /** Names a part to stop. Parts stop in reverse order, so register each one right after it started. */
  onStop(name: string, stop: () => unknown): void;
  /** Stops every part once, however often it is called. Returns the names of those that failed to. */
  stop(reason: string): Promise<readonly string[]>;
  /** From now on SIGINT and SIGTERM stop the hub and end the process; a second one ends it at once. */
  listen(): void;
}

interface Part {
  readonly name: string;
  readonly stop: () => unknown;
}

const DEADLINE_MS = 10_000;

export const createShutdown = (
  log: Pick<Log, 'info' | 'error'>,
  { deadlineMs = DEADLINE_MS, process: host = process }: ShutdownOptions = {},
): Shutdown => {
  const parts: Part[] = [];
  let stopping: Promise<readonly string[]> | undefined;

  const stopAll = async (): Promise<readonly string[]> => {
    const failed: string[] = [];
    // A part that registers while others stop is stopped too.
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await withDeadline(part, deadlineMs);
      } catch (err) {
        failed.push(part.name);
        log.error({ err, part: part.name }, 'a part of the hub did not stop cleanly');
      }
    }
    return failed;
  };

  const stop = (reason: string): Promise<readonly string[]> => {
    if (stopping === undefined) {
      log.info({ reason }, 'stopping');
      stopping = stopAll();
    }
    return stopping;
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping !== undefined) {
      host.exit(1);
      return;
    }
    void stop(signal).then((failed) => host.exit(failed.length === 0 ? 0 : 1));
  };

  return {
    onStop(name, stopPart) {
      parts.push({ name, stop: stopPart });
    },
    stop,
    listen() {
      host.on('SIGINT', onSignal);
      host.on('SIGTERM', onSignal);
    },
  };
};

/** @throws Error when the part throws or is not done after `deadlineMs`. */
const withDeadline = async (part: Part, deadlineMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it did not stop within ${String(deadlineMs)} ms`));
    }, deadlineMs);
  });
  try {
    // Starts inside a promise, so that a part that throws at once is caught like any other.
    await Promise.race([Promise.resolve().then(part.stop), late]);
  } finally {
    clearTimeout(timer);
  }
};
