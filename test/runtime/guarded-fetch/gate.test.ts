import { describe, expect, test } from '@jest/globals';
import { createGate } from '../../../src/runtime/guarded-fetch/gate.js';

const patient = new AbortController().signal;

/** Work that notes when it starts and ends when the test says so. */
const pieceOfWork = (name: string, started: string[]) => {
  let end: () => void = () => undefined;
  const ended = new Promise<string>(
    (resolve) =>
      (end = () => {
        resolve(name);
      }),
  );
  const work = () => {
    started.push(name);
    return ended;
  };
  return {
    work,
    end: () => {
      end();
    },
  };
};

describe('the gate', () => {
  test('only so many run at once, and the line moves up in order', async () => {
    const started: string[] = [];
    const gate = createGate(2);
    const works = ['a', 'b', 'c', 'd'].map((name) => pieceOfWork(name, started));
    const done = works.map(({ work }) => gate(work, patient));
    await Promise.resolve();
    expect(started).toEqual(['a', 'b']);
    works[1]?.end();
    await done[1];
    await Promise.resolve();
    expect(started).toEqual(['a', 'b', 'c']);
    for (const { end } of works) end();
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('work that fails makes room like any other', async () => {
    const gate = createGate(1);
    const failing = gate(() => Promise.reject(new Error('broken')), patient);
    const next = gate(() => Promise.resolve('done'), patient);
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });

  test('work that is given up in line never starts and takes no place', async () => {
    const started: string[] = [];
    const gate = createGate(1);
    const first = pieceOfWork('first', started);
    const hurried = new AbortController();
    const running = gate(first.work, patient);
    const givenUp = gate(pieceOfWork('given up', started).work, hurried.signal);
    const last = gate(() => Promise.resolve('last'), patient);
    hurried.abort(new Error('too late'));
    await expect(givenUp).rejects.toThrow('too late');
    first.end();
    expect(await Promise.all([running, last])).toEqual(['first', 'last']);
    expect(started).toEqual(['first']);
    await expect(gate(() => Promise.resolve('again'), patient)).resolves.toBe('again');
  });
});
