import { expect, test } from '@jest/globals';
import { cancellable } from '../../src/graphql/index.js';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

test('it gives what its source gives and ends when that ends', async () => {
  const given: number[] = [];
  const source = cancellable(async function* () {
    yield* [1, 2, 3];
  });
  for await (const value of source) given.push(value);
  expect(given).toEqual([1, 2, 3]);
});

test('it ends while its source waits, and the source cleans up', async () => {
  const seen: string[] = [];
  const source = cancellable(async function* (signal) {
    try {
      yield 'first';
      await aborted(signal);
      seen.push('woken');
    } finally {
      seen.push('cleaned up');
    }
  });
  expect(await source.next()).toEqual({ done: false, value: 'first' });
  const waiting = source.next();
  await source.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(seen).toEqual(['woken', 'cleaned up']);
});

test('it ends before it began', async () => {
  let began = false;
  const source = cancellable(async function* () {
    began = true;
    yield 1;
  });
  await source.return?.();
  expect(await source.next()).toEqual({ done: true, value: undefined });
  expect(began).toBe(false);
});

test('leaving the loop ends the source', async () => {
  let signal: AbortSignal | undefined;
  const source = cancellable(async function* (given) {
    signal = given;
    yield 1;
    yield 2;
  });
  for await (const value of source) {
    expect(value).toBe(1);
    break;
  }
  expect(signal?.aborted).toBe(true);
});

test('what its source throws comes through', async () => {
  const source = cancellable<number>(async function* () {
    yield 1;
    throw new Error('broken');
  });
  await source.next();
  await expect(source.next()).rejects.toThrow('broken');
});
