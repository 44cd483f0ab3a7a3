import type { Clock, Log } from '../runtime/index.js';

export interface WorkerTasks {
  recheckDue(signal: AbortSignal): Promise<void>;
  acceptTrusted(): Promise<void>;
  sendDigests(): Promise<void>;
  rotateKeys(): Promise<void>;
}

const EVERY_MS = 5_000;

/** Repeats the tasks until it is stopped; a task that fails is logged and tried again next time. */
export function runWorker(
  tasks: WorkerTasks,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function repeat(name: string, task: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await task().catch((error: unknown) => {
        log.error({ err: error, task: name }, 'a task of the worker failed');
      });
      await clock.sleep(EVERY_MS, signal).catch(() => undefined);
    }
  }

  const running = [
    repeat('recheck', () => tasks.recheckDue(signal)),
    repeat('trusted', () => tasks.acceptTrusted()),
    repeat('digest', () => tasks.sendDigests()),
    repeat('keys', () => tasks.rotateKeys()),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
