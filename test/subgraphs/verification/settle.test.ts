import { describe, expect, test } from '@jest/globals';
import type { Report, Verdict } from '../../../src/openbadges/index.js';
import {
  PATIENCE_MS,
  isCarriedOn,
  saysOtherwise,
  settle,
} from '../../../subgraphs/verification/settle.js';
import type { Standing } from '../../../subgraphs/verification/settle.js';

const START = new Date('2026-01-01T00:00:00Z');
const after = (ms: number): Date => new Date(START.getTime() + ms);
const HOUR_MS = 3_600_000;

const report = (verdict: Verdict, checkedAt = START): Report => ({
  verdict,
  checkedAt,
  findings: [{ check: 'FETCH', outcome: verdict === 'UNVERIFIABLE' ? 'UNREACHABLE' : 'PASS' }],
  endorsements: [],
});
const endorsed: Report = {
  ...report('VALID'),
  endorsements: [{ about: 'ISSUER', verdict: 'VALID', findings: [] }],
};
const silence = (at: Date): Report => report('UNVERIFIABLE', at);
const CONCLUSIVE = ['VALID', 'INVALID', 'REVOKED', 'EXPIRED', 'NOT_YET_VALID', 'UNBOUND'] as const;

describe('what stands after a badge was checked again', () => {
  test.each(CONCLUSIVE)('is a conclusive answer: %s', (verdict) => {
    const at = after(HOUR_MS);
    const last: Standing = { ...report('VALID'), unreachableSince: START };
    const fresh = report(verdict, at);
    expect(settle(last, fresh, { at })).toEqual(fresh);
  });

  test.each(CONCLUSIVE)('is the last answer while nobody answers: %s', (verdict) => {
    const at = after(HOUR_MS);
    const standing = settle(report(verdict), silence(at), { at });
    expect(standing).toMatchObject({ verdict, checkedAt: START, unreachableSince: at });
    expect(standing.findings.map(({ outcome }) => outcome)).toEqual(['PASS', 'UNREACHABLE']);
  });

  test('is with the endorsements of the answer that stands', () => {
    const at = after(HOUR_MS);
    expect(settle(endorsed, silence(at), { at }).endorsements).toEqual(endorsed.endorsements);
    expect(settle(endorsed, report('VALID', at), { at }).endorsements).toEqual([]);
  });

  test('is the first answer, if there was none before', () => {
    expect(settle(undefined, silence(START), { at: START })).toEqual(silence(START));
  });

  test.each([
    [PATIENCE_MS - 1, 'VALID'],
    [PATIENCE_MS, 'UNVERIFIABLE'],
    [2 * PATIENCE_MS, 'UNVERIFIABLE'],
  ])('after %i ms without an answer is %s', (ms, verdict) => {
    const at = after(ms);
    const last: Standing = { ...report('VALID'), unreachableSince: START };
    const standing = settle(last, silence(at), { at });
    expect(standing).toMatchObject({ verdict, unreachableSince: START });
  });

  test('has one finding about the silence, however often it was asked', () => {
    let standing: Standing = report('VALID');
    for (const hours of [1, 2, 3]) {
      const at = after(hours * HOUR_MS);
      standing = settle(standing, silence(at), { at });
    }
    expect(standing.findings).toHaveLength(2);
    expect(standing.unreachableSince).toEqual(after(HOUR_MS));
  });

  test.each([
    ['VALID', 'EXPIRED'],
    ['REVOKED', 'REVOKED'],
    ['INVALID', 'INVALID'],
  ] as const)('once its time is over: %s becomes %s without asking', (last, verdict) => {
    const at = after(HOUR_MS);
    const expires = after(HOUR_MS - 1);
    expect(settle(report(last), silence(at), { at, expires }).verdict).toBe(verdict);
  });
});

test.each<[Verdict, Verdict, boolean]>([
  ['VALID', 'VALID', false],
  ['VALID', 'REVOKED', true],
  ['UNVERIFIABLE', 'VALID', true],
])('a displayer hears of %s turning %s: %s', (last, now, heard) => {
  expect(saysOtherwise(report(last), report(now))).toBe(heard);
});

test.each<[string, Report, number, boolean]>([
  ['a conclusive answer', report('REVOKED'), HOUR_MS, false],
  ['silence', silence(after(HOUR_MS)), HOUR_MS, true],
  ['silence that lasts too long', silence(after(HOUR_MS)), PATIENCE_MS, false],
])('what stands rests on the last answer after %s: %#', (_, fresh, ms, carriedOn) => {
  const last: Standing = { ...report('VALID'), unreachableSince: START };
  expect(isCarriedOn(settle(last, fresh, { at: after(ms) }), fresh)).toBe(carriedOn);
});
