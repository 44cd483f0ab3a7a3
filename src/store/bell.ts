import type { mongo } from 'mongoose';

type ChangeStream = mongo.ChangeStream;
import type { Database } from './database.js';

/** A wait for one ring. Arm before reading, wait afterwards: no wake-up is lost in between. */
export interface ArmedBell {
  readonly rung: Promise<void>;
  /** Forgets the wait; `rung` then never settles. */
  cancel(): void;
}

/**
 * Wakes whoever waits for news of one subject. It only rings: what happened is read from the log, so a
 * ring that is lost costs time and never a change (federation.md 3.3).
 */
export interface Bell {
  arm(subject: string): ArmedBell;
  close(): Promise<void>;
}

export interface BellOptions {
  /** The collection whose inserts ring, and the field of its documents that names the subject. */
  readonly watch: string;
  readonly subject: string;
  /** Rejects when the signal aborts, as `Clock.sleep` does. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

const REOPEN_MIN_MS = 250;
const REOPEN_MAX_MS = 30_000;

/**
 * One change stream per process. Resume tokens are not kept: after any trouble it is opened anew at
 * "now" and every bell rings, so that all waiting readers look at the log themselves.
 */
export function openBell(database: Database, options: BellOptions): Bell {
  const waiting = new Map<string, Set<() => void>>();
  const stopping = new AbortController();
  let stream: ChangeStream | undefined;
  const running = watch();

  async function watch(): Promise<void> {
    let waitMs = REOPEN_MIN_MS;
    while (!stopping.signal.aborted) {
      try {
        stream = open();
        let change = await stream.tryNext();
        ringAll();
        while (!stopping.signal.aborted) {
          if (change !== null) ring(subjectOf(change));
          waitMs = REOPEN_MIN_MS;
          change = await stream.next();
        }
      } catch (error) {
        if (!stopping.signal.aborted) options.onTrouble(error);
      } finally {
        await stream?.close();
      }
      await options.sleep(waitMs, stopping.signal).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, REOPEN_MAX_MS);
    }
  }

  function open(): ChangeStream {
    return database.connection
      .collection(options.watch)
      .watch([
        { $match: { operationType: 'insert' } },
        { $project: { subject: `$fullDocument.${options.subject}` } },
      ]);
  }

  function ring(subject: string): void {
    const waiters = waiting.get(subject);
    waiting.delete(subject);
    for (const wake of waiters ?? []) wake();
  }

  function ringAll(): void {
    for (const subject of [...waiting.keys()]) ring(subject);
  }

  return {
    arm(subject) {
      let wake = (): void => undefined;
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const waiters = waiting.get(subject) ?? new Set();
      waiting.set(subject, waiters.add(wake));
      return {
        rung,
        cancel: () => {
          waiters.delete(wake);
          if (waiters.size === 0 && waiting.get(subject) === waiters) waiting.delete(subject);
        },
      };
    },
    async close() {
      stopping.abort();
      await stream?.close();
      await running;
      ringAll();
    },
  };
}

function subjectOf(change: unknown): string {
  return String((change as { subject?: unknown }).subject);
}
