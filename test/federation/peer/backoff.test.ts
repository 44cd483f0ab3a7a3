import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Breaker } from '../../../src/federation/index.js';
import {
  UNHINDERED,
  afterFailure,
  afterInbound,
  afterSuccess,
  afterWait,
  roomFor,
  standingOf,
} from '../../../src/federation/index.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const START = new Date('2026-01-01T00:00:00Z');
const at = (ms: number): Date => new Date(START.getTime() + ms);

/** What a peer is sent that never answers: when, and how it stands afterwards. */
function* outage(
  lengthMs: number,
  jitter: () => number,
): Generator<{ at: Date; breaker: Breaker }> {
  let [now, breaker] = [START, UNHINDERED];
  while (now < at(lengthMs)) {
    breaker = afterFailure(breaker, now, jitter());
    yield { at: now, breaker };
    now = breaker.probeAt ?? now;
  }
}

describe('sending to a peer that does not answer', () => {
  test('is tried again after 5 s, 30 s, 2 min, 10 min, 30 min, then each hour', () => {
    const tries = [...outage(4 * HOUR, () => 0.5)].map((one) => one.at.getTime());
    const waits = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
    expect(waits.slice(0, 7).map((ms) => ms / SECOND)).toEqual([5, 30, 120, 600, 1800, 3600, 3600]);
  });

  test('waits up to a fifth more or less', () => {
    const wait = (jitter: number) =>
      (afterFailure(UNHINDERED, START, jitter).probeAt?.getTime() ?? 0) - START.getTime();
    expect([wait(0), wait(1)]).toEqual([4 * SECOND, 6 * SECOND]);
  });

  test('F-16 makes at most 120 requests in three days, whatever chance says', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (by) => {
        let turn = 0;
        const jitter = () => by[turn++ % by.length] ?? 0;
        expect([...outage(3 * DAY, jitter)].length).toBeLessThanOrEqual(120);
      }),
    );
    expect([...outage(3 * DAY, () => 0)].length).toBeGreaterThan(80);
  });

  test('F-16 is tried within 72 minutes of its return', () => {
    for (const { at: tried, breaker } of outage(3 * DAY, () => 1)) {
      expect((breaker.probeAt?.getTime() ?? Infinity) - tried.getTime()).toBeLessThanOrEqual(
        1.2 * HOUR,
      );
    }
  });

  test('opens the breaker after 5 failures, but not within a minute', () => {
    const states = [...outage(4 * HOUR, () => 0.5)].map(({ breaker }) => breaker.state);
    expect(states.slice(0, 5)).toEqual(['CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'OPEN']);
    let quick = UNHINDERED;
    for (let count = 0; count < 6; count += 1) {
      const now = at(count * 10 * SECOND);
      quick = afterFailure(afterInbound(quick, now), now, 0);
      expect(quick.state).toBe('CLOSED');
    }
    expect(afterFailure(afterInbound(quick, at(60 * SECOND)), at(60 * SECOND), 0).state).toBe(
      'OPEN',
    );
  });

  test('counts failures of one window once', () => {
    const once = afterFailure(UNHINDERED, START, 0.5);
    expect(afterFailure(once, at(SECOND), 0.5)).toBe(once);
  });

  test('waits longer where the failure asks for that', () => {
    const day = afterFailure(UNHINDERED, START, 0.5, DAY);
    expect(day.probeAt).toEqual(at(DAY));
  });

  test('sleeps after 7 days and asks every 6 hours; after 30 days what waits is given up', () => {
    const seen = [...outage(31 * DAY, () => 0.5)];
    const standing = (day: number) => {
      const last = seen.filter((one) => one.at <= at(day * DAY)).at(-1);
      return standingOf(last?.breaker ?? UNHINDERED, at(day * DAY));
    };
    expect([1, 6.9, 7, 29, 30].map(standing)).toEqual([
      'failing',
      'failing',
      'dormant',
      'dormant',
      'expired',
    ]);
    const asleep = seen.filter((one) => one.at > at(8 * DAY) && one.at <= at(9 * DAY));
    expect(asleep).toHaveLength(4);
    expect(standingOf(UNHINDERED, START)).toBe('well');
  });
});

describe('sending to a peer that is back', () => {
  const broken = [...outage(DAY, () => 0.5)].at(-1)?.breaker ?? UNHINDERED;
  const due = broken.probeAt ?? START;

  test('begins with one message and goes on with 1, 2 and 4 at once', () => {
    expect(roomFor(broken, new Date(due.getTime() - 1))).toBe(0);
    expect(roomFor(broken, due)).toBe(1);
    let breaker = afterSuccess(broken);
    const rooms = [0, 1, 2, 3].map(() => {
      const room = roomFor(breaker, due);
      breaker = afterSuccess(breaker);
      return room;
    });
    expect(rooms).toEqual([1, 2, 4, 4]);
  });

  test('is tried at once when the peer speaks, and nothing is forgotten', () => {
    const now = new Date(due.getTime() - HOUR / 2);
    const probed = afterInbound(broken, now);
    expect(probed).toMatchObject({ state: 'HALF_OPEN', fails: broken.fails });
    expect(roomFor(probed, now)).toBe(1);
    const failed = afterFailure(probed, now, 0.5);
    expect(failed).toMatchObject({ state: 'OPEN', fails: broken.fails + 1 });
    expect(failed.probeAt).toEqual(new Date(now.getTime() + HOUR));
    expect(afterInbound(UNHINDERED, now)).toBe(UNHINDERED);
  });

  test('is left alone as long as it asks for, an hour at most, without a failure', () => {
    const waiting = afterWait(UNHINDERED, START, 90 * SECOND);
    expect(waiting).toMatchObject({ fails: 0, state: 'CLOSED', probeAt: at(90 * SECOND) });
    expect(roomFor(waiting, at(89 * SECOND))).toBe(0);
    expect(roomFor(waiting, at(90 * SECOND))).toBe(1);
    expect(afterWait(UNHINDERED, START, DAY).probeAt).toEqual(at(HOUR));
  });
});
