import { describe, expect, test } from '@jest/globals';
import { nextCheck } from '../../../subgraphs/verification/next-check.js';

const HOUR_MS = 3_600_000;
const now = new Date('2026-01-01T00:00:00Z');
const badges = Array.from({ length: 200 }, (_, index) => `bdg_${String(index)}`);
const waitMs = (badge: string, expires?: Date): number =>
  nextCheck(badge, { now, recheckHours: 24, expires }).getTime() - now.getTime();

test('a badge is checked again after 80 to 100 % of the interval, the same each time', () => {
  for (const badge of badges) {
    expect(waitMs(badge)).toBeGreaterThanOrEqual(24 * HOUR_MS * 0.8);
    expect(waitMs(badge)).toBeLessThanOrEqual(24 * HOUR_MS);
    expect(waitMs(badge)).toBe(waitMs(badge));
  }
});

test('badges accepted together drift apart', () => {
  const waits = badges.map((badge) => Math.round(waitMs(badge) / HOUR_MS));
  expect(new Set(waits).size).toBeGreaterThan(4);
});

test.each([
  ['right after its time is over', HOUR_MS, HOUR_MS + 1_000],
  ['as always when its time is over long after', 1_000 * HOUR_MS, undefined],
  ['as always when its time was over before', -HOUR_MS, undefined],
  ['as always when its time is over this moment', 0, undefined],
])('it is checked %s', (_, endsInMs, expected) => {
  const expires = new Date(now.getTime() + endsInMs);
  expect(waitMs('bdg_1', expires)).toBe(expected ?? waitMs('bdg_1'));
});

describe('what could not be checked is tried again', () => {
  const retryMs = (badge: string, tries: number, recheckHours = 24): number =>
    nextCheck(badge, { now, recheckHours, tries }).getTime() - now.getTime();

  test.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 16],
    [6, 24],
    [7, 24],
    [2_000, 24],
  ])('after try %i within %i hours, not before 80 %% of that', (tries, hours) => {
    for (const badge of badges) {
      expect(retryMs(badge, tries)).toBeGreaterThanOrEqual(hours * HOUR_MS * 0.8);
      expect(retryMs(badge, tries)).toBeLessThanOrEqual(hours * HOUR_MS);
    }
  });

  test('never later than others are checked', () => {
    expect(retryMs('bdg_1', 6, 3)).toBeLessThanOrEqual(3 * HOUR_MS);
  });

  test('each time at another share of the wait, so that no two badges stay together', () => {
    const shares = [1, 2, 3, 4].map((tries) => retryMs('bdg_1', tries) / 2 ** (tries - 1));
    expect(new Set(shares.map(Math.round)).size).toBe(4);
  });

  test('and right after its time is over', () => {
    const expires = new Date(now.getTime() + HOUR_MS / 2);
    const due = nextCheck('bdg_1', { now, recheckHours: 24, tries: 1, expires });
    expect(due.getTime()).toBe(expires.getTime() + 1_000);
  });
});
