import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rewind } from '../../../subgraphs/collection/rewind.js';
import type { Change } from '../../../subgraphs/collection/write-changes.js';

test.each<[string, readonly string[], Change, readonly string[]]>([
  ['an added badge', ['a', 'x', 'b'], { kind: 'BADGE_ADDED', badge: 'x', position: 1 }, ['a', 'b']],
  [
    'a removed badge',
    ['a', 'b'],
    { kind: 'BADGE_REMOVED', badge: 'x', position: 1 },
    ['a', 'x', 'b'],
  ],
  [
    'a badge moved down',
    ['b', 'c', 'a'],
    { kind: 'REORDERED', badge: 'a', position: 2, from: 0 },
    ['a', 'b', 'c'],
  ],
  [
    'a badge moved up',
    ['c', 'a', 'b'],
    { kind: 'REORDERED', badge: 'c', position: 0, from: 2 },
    ['a', 'b', 'c'],
  ],
  ['a status', ['a'], { kind: 'BADGE_STATUS', badge: 'a' }, ['a']],
  ['an update', ['a'], { kind: 'BADGE_UPDATED', badge: 'a' }, ['a']],
  ['a new name', ['a'], { kind: 'META' }, ['a']],
])('%s is undone', (_, after, change, before) => {
  expect(rewind(after, [change])).toEqual(before);
});

test('any history is undone to where it began', () => {
  const start = ['a', 'b', 'c'];
  const step = fc.record({
    what: fc.constantFrom('add', 'remove', 'move'),
    x: fc.nat(),
    y: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let badges: readonly string[] = start;
      const newestFirst: Change[] = [];
      for (const [turn, { what, x, y }] of steps.entries()) {
        const done = edit(badges, `badge-${String(turn)}`, what, x, y);
        if (done === undefined) continue;
        badges = done.badges;
        newestFirst.unshift(done.change);
      }
      expect(rewind(badges, newestFirst)).toEqual(start);
    }),
  );
});

/** One edit as the collection subgraph logs it; undefined where there is nothing to edit. */
function edit(
  badges: readonly string[],
  fresh: string,
  what: string,
  x: number,
  y: number,
): { badges: readonly string[]; change: Change } | undefined {
  if (what === 'add') {
    const position = x % (badges.length + 1);
    return {
      badges: badges.toSpliced(position, 0, fresh),
      change: { kind: 'BADGE_ADDED', badge: fresh, position },
    };
  }
  const from = x % badges.length;
  const badge = badges[from];
  if (badge === undefined) return undefined;
  const without = badges.toSpliced(from, 1);
  if (what === 'remove') {
    return { badges: without, change: { kind: 'BADGE_REMOVED', badge, position: from } };
  }
  const position = y % badges.length;
  return {
    badges: without.toSpliced(position, 0, badge),
    change: { kind: 'REORDERED', badge, position, from },
  };
}
