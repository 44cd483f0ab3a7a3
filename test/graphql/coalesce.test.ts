import { describe, expect, test } from '@jest/globals';
import { coalesce, coalesceRows } from '../../src/graphql/index.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads that note what they were asked, and answer with it. */
function noted() {
  const asked: { group: string; keys: readonly string[] }[] = [];
  const read = coalesce<string, string, ReadonlySet<string>>(
    (group, keys) => {
      asked.push({ group, keys });
      return Promise.resolve(new Set(keys));
    },
    (group) => group,
  );
  return { asked, read };
}

describe('look-ups of one turn of the event loop', () => {
  test('are one read, each key in it once', async () => {
    const { asked, read } = noted();
    await Promise.all([read('all', ['a', 'b']), read('all', ['b', 'c'])]);
    expect(asked).toEqual([{ group: 'all', keys: ['a', 'b', 'c'] }]);
  });

  test('of different groups never meet', async () => {
    const { read } = noted();
    const [hers, his] = await Promise.all([read('her', ['a']), read('him', ['b'])]);
    expect([...hers]).toEqual(['a']);
    expect([...his]).toEqual(['b']);
  });

  test('fail together, and the next one is read anew', async () => {
    let broken = true;
    const read = coalesceRows<string, string>(
      (keys) => (broken ? Promise.reject(new Error('down')) : Promise.resolve(keys)),
      (row) => row,
    );
    const both = [read(['a']), read(['b'])];
    for (const one of both) await expect(one).rejects.toThrow('down');
    broken = false;
    expect((await read(['a'])).get('a')).toBe('a');
  });

  test('are several reads when they are too many for one', async () => {
    const { asked, read } = noted();
    const many = Array.from({ length: 10_000 }, (_, index) => String(index));
    const [full, next] = await Promise.all([read('all', many), read('all', ['one more'])]);
    expect(asked).toHaveLength(2);
    expect(full.size).toBe(10_000);
    expect([...next]).toEqual(['one more']);
  });
});

test('a look-up never joins a read that has begun, so it sees what was written before it', async () => {
  const stored = new Map([['a', 'before']]);
  const release: (() => void)[] = [];
  const read = coalesceRows<string, readonly [string, string]>(
    async () => {
      const rows = [...stored];
      await new Promise<void>((resolve) => release.push(resolve));
      return rows;
    },
    ([key]) => key,
  );
  const early = read(['a']);
  await settled();
  stored.set('a', 'after');
  const late = read(['a']);
  await settled();
  for (const resolve of release) resolve();
  expect((await early).get('a')).toEqual(['a', 'before']);
  expect((await late).get('a')).toEqual(['a', 'after']);
});

test('nothing is kept: the same key is read again', async () => {
  const { asked, read } = noted();
  await read('all', ['a']);
  await read('all', ['a']);
  expect(asked).toHaveLength(2);
});
