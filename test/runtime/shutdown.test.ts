import { describe, expect, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { createShutdown } from '../../src/runtime/shutdown.js';
import type { ShutdownOptions } from '../../src/runtime/shutdown.js';

const never = () => new Promise<void>(() => undefined);

/** A process that takes signals from the test and notes its exit code. */
const fakeProcess = () => {
  const signals = new EventEmitter();
  const codes: unknown[] = [];
  let exited: () => void = () => undefined;
  const whenExited = new Promise<void>((resolve) => (exited = resolve));
  const host = {
    on: signals.on.bind(signals),
    exit: (code?: unknown) => {
      codes.push(code);
      exited();
    },
  } as unknown as NonNullable<ShutdownOptions['process']>;
  return { host, codes, whenExited, kill: (signal: string) => signals.emit(signal, signal) };
};

const silentLog = () => {
  const errors: unknown[] = [];
  const log = { info: () => undefined, error: (facts: unknown) => void errors.push(facts) };
  return { log, errors };
};

describe('shutdown', () => {
  test('parts stop one after the other, the last one first', async () => {
    const order: string[] = [];
    const shutdown = createShutdown(silentLog().log);
    for (const name of ['store', 'subgraphs', 'gateway']) {
      shutdown.onStop(name, async () => {
        order.push(`${name} stops`);
        await Promise.resolve();
        order.push(`${name} stopped`);
      });
    }
    await expect(shutdown.stop('test')).resolves.toEqual([]);
    expect(order).toEqual([
      'gateway stops',
      'gateway stopped',
      'subgraphs stops',
      'subgraphs stopped',
      'store stops',
      'store stopped',
    ]);
  });

  test('parts stop once, however often the hub is told to', async () => {
    let stops = 0;
    const shutdown = createShutdown(silentLog().log);
    shutdown.onStop('store', () => (stops += 1));
    await Promise.all([shutdown.stop('one'), shutdown.stop('two')]);
    await shutdown.stop('three');
    expect(stops).toBe(1);
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['hangs', never],
  ])('a part that %s is logged and does not keep the others from stopping', async (_, stop) => {
    const { log, errors } = silentLog();
    let storeStopped = false;
    const shutdown = createShutdown(log, { deadlineMs: 20 });
    shutdown.onStop('store', () => (storeStopped = true));
    shutdown.onStop('gateway', stop);
    await expect(shutdown.stop('test')).resolves.toEqual(['gateway']);
    expect(storeStopped).toBe(true);
    expect(errors).toEqual([{ err: expect.any(Error), part: 'gateway' }]);
  });

  test.each(['SIGINT', 'SIGTERM'])('%s stops the hub and ends the process', async (signal) => {
    const { host, codes, kill, whenExited } = fakeProcess();
    let stops = 0;
    const shutdown = createShutdown(silentLog().log, { process: host });
    shutdown.onStop('store', () => (stops += 1));
    shutdown.listen();
    kill(signal);
    await whenExited;
    expect({ stops, codes }).toEqual({ stops: 1, codes: [0] });
  });

  test('a part that failed to stop shows in the exit code', async () => {
    const { host, codes, kill, whenExited } = fakeProcess();
    const shutdown = createShutdown(silentLog().log, { process: host, deadlineMs: 10 });
    shutdown.onStop('store', never);
    shutdown.listen();
    kill('SIGTERM');
    await whenExited;
    expect(codes).toEqual([1]);
  });

  test('a second signal ends the process at once', () => {
    const { host, codes, kill } = fakeProcess();
    const shutdown = createShutdown(silentLog().log, { process: host, deadlineMs: 10 });
    shutdown.onStop('store', never);
    shutdown.listen();
    kill('SIGINT');
    expect(codes).toEqual([]);
    kill('SIGTERM');
    expect(codes).toEqual([1]);
  });
});
