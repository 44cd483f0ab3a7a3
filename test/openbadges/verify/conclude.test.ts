import { describe, expect, test } from '@jest/globals';

import { conclude } from '../../../src/openbadges/verify/conclude.js';
import { fail, pass, unreachable, warn } from '../../../src/openbadges/verify/result.js';

const WHOLE =
  'INPUT FETCH HTTP_STATUS PARSE VERSION REVOKED ID_MISMATCH STRUCTURE LINKED SCOPE TIME'.split(
    ' ',
  ) as Parameters<typeof pass>[0][];

describe('the verdict', () => {
  test('is VALID when every needed check was made and held, warnings included', () => {
    expect(conclude(WHOLE.map(pass))).toBe('VALID');
    expect(conclude(WHOLE.map((check) => warn(check, 'odd')))).toBe('VALID');
  });

  test.each(WHOLE)('is UNVERIFIABLE when %s was not checked', (missing) => {
    const others = WHOLE.filter((check) => check !== missing).map(pass);
    expect(conclude(others)).toBe('UNVERIFIABLE');
    expect(conclude([...others, { check: missing, outcome: 'SKIPPED' }])).toBe('UNVERIFIABLE');
  });

  test('is never VALID beside a failure that forgot to name its verdict', () => {
    const failure = { check: 'IMAGE', outcome: 'FAIL' } as const;
    expect(conclude([...WHOLE.map(pass), failure])).toBe('UNVERIFIABLE');
  });

  test('is the strongest of several', () => {
    const results = [
      fail('TIME', 'late', 'EXPIRED'),
      fail('TIME', 'early', 'NOT_YET_VALID'),
      fail('KEY_OWNER', 'whose', 'UNBOUND'),
      unreachable('LINKED', 'away'),
      fail('STRUCTURE', 'broken'),
      fail('REVOKED', 'gone', 'REVOKED'),
    ];
    const verdicts = results.map((_, index) => conclude(results.slice(0, index + 1)));
    expect(verdicts).toEqual(results.map(({ verdict }) => verdict));
  });
});
