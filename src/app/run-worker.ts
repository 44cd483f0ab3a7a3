import type { Clock, Log } from '../runtime/index.js';
import type { ArmedBell } from '../store/index.js';

export interface WorkerTasks {
  recheckDue(signal: AbortSignal): Promise<void>;
  acceptTrusted(): Promise<void>;
  sendDigests(): Promise<void>;
  rotateKeys(): Promise<void>;
  /** Numbers what other hubs should know, and begins to send it. */
  tellHubs(signal: AbortSignal): Promise<void>;
  /** Settles when nothing is being sent any more. */
  hubsAreTold(): Promise<void>;
  expireMessages(): Promise<void>;
  /** Rings when there is something new to tell hubs. */
  armNewsForHubs(): ArmedBell;
}

const EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;

/** Repeats the tasks until it is stopped; a task that fails is logged and tried again next time. */
export function runWorker(
  tasks: WorkerTasks,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  const pause = (ms: number) => clock.sleep(ms, signal).catch(() => undefined);

  async function repeat(
    name: string,
    task: () => Promise<void>,
    rest: () => Promise<void> = () => pause(EVERY_MS),
  ): Promise<void> {
    while (!signal.aborted) {
      await task().catch((error: unknown) => {
        log.error({ err: error, task: name }, 'a task of the worker failed');
      });
      await rest();
    }
  }

  /** Armed before looking: what comes meanwhile rings. */
  let news: ArmedBell | undefined;
  async function tellHubs(): Promise<void> {
    news = tasks.armNewsForHubs();
    await tasks.tellHubs(signal);
  }

  async function restUntilNews(): Promise<void> {
    const waiting = new AbortController();
    const either = AbortSignal.any([signal, waiting.signal]);
    const longEnough = clock.sleep(EVERY_MS, either).catch(() => undefined);
    await Promise.race([longEnough, ...(news === undefined ? [] : [news.rung])]);
    waiting.abort();
    news?.cancel();
  }

  const running = [
    repeat('recheck', () => tasks.recheckDue(signal)),
    repeat('trusted', () => tasks.acceptTrusted()),
    repeat('digest', () => tasks.sendDigests()),
    repeat('keys', () => tasks.rotateKeys()),
    repeat('hubs', tellHubs, restUntilNews),
    repeat(
      'expiry',
      () => tasks.expireMessages(),
      () => pause(HOUR_MS),
    ),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
      await tasks.hubsAreTold();
    },
  };
}
