import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Subscribe, SubscriberReport } from './subscriber-messages.js';

export interface Subscribers {
  /**
   * When each subscriber of the collection had this change, wall clock in milliseconds. May be asked
   * before or after the change is there.
   */
  receiptsOf(collection: string, rev: number): Promise<readonly number[]>;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./subscriber-process.js', import.meta.url));
const PROCESSES = 2;
const PATIENCE_MS = 30_000;

/**
 * Opens one socket and one subscription for each entry of `collections`, shared out evenly to processes of
 * their own, and waits until all of them watch.
 * @throws Error when one cannot subscribe
 */
export async function openSubscribers({
  url,
  query,
  collections,
}: Subscribe): Promise<Subscribers> {
  const received = new EventEmitter();
  const known = new Map<string, (readonly number[])[]>();
  // Neighbours share a collection, so each process has subscribers of every collection.
  const shares = Array.from({ length: PROCESSES }, (_, process) =>
    collections.filter((_id, index) => index % PROCESSES === process),
  );
  const children = await Promise.all(
    shares.map((share) => startSubscribers({ url, query, collections: share }, take)),
  );

  function take(report: SubscriberReport): void {
    if (report.kind === 'failed') received.emit('error', new Error(report.because));
    if (report.kind !== 'received') return;
    const key = `${report.collection} ${report.rev}`;
    const reports = [...(known.get(key) ?? []), report.atMs];
    known.set(key, reports);
    if (reports.length === PROCESSES) received.emit(key);
  }

  return {
    async receiptsOf(collection, rev) {
      const key = `${collection} ${rev}`;
      if ((known.get(key)?.length ?? 0) < PROCESSES) {
        await once(received, key, { signal: AbortSignal.timeout(PATIENCE_MS) });
      }
      const receipts = known.get(key) ?? [];
      known.delete(key);
      return receipts.flat();
    },
    async stop() {
      received.on('error', () => undefined);
      for (const child of children) child.kill();
      await Promise.all(children.map((child) => once(child, 'exit')));
    },
  };
}

async function startSubscribers(
  order: Subscribe,
  onReport: (report: SubscriberReport) => void,
): Promise<ChildProcess> {
  const child = fork(PROGRAM);
  child.send(order);
  const [first] = (await once(child, 'message')) as [SubscriberReport];
  if (first.kind === 'failed') {
    child.kill();
    throw new Error(`A subscriber failed: ${first.because}`);
  }
  child.on('message', onReport);
  return child;
}
