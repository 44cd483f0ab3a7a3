import { describe, expect, test } from '@jest/globals';

import { conclude } from '../../../src/openbadges/verify/conclude.js';
import { fail, pass, unreachable, warn } from '../../../src/openbadges/verify/result.js';

type Code = Parameters<typeof pass>[0];

const ALWAYS = 'INPUT PARSE VERSION ID_MISMATCH STRUCTURE LINKED TIME';
const WHOLE = {
  hosted: `${ALWAYS} FETCH HTTP_STATUS REVOKED SCOPE`.split(' ') as Code[],
  signed: `${ALWAYS} SIGNATURE KEY_OWNER STATUS`.split(' ') as Code[],
} as const;

describe.each(['hosted', 'signed'] as const)('the verdict on a %s badge', (form) => {
  const facts = { statement: { form } };
  const whole = WHOLE[form];

  test('is VALID when every needed check was made and held, warnings included', () => {
    expect(conclude(whole.map(pass), facts)).toBe('VALID');
    expect(
      conclude(
        whole.map((check) => warn(check, 'odd')),
        facts,
      ),
    ).toBe('VALID');
  });

  test.each(whole)('is UNVERIFIABLE when %s was not checked', (missing) => {
    const others = whole.filter((check) => check !== missing).map(pass);
    expect(conclude(others, facts)).toBe('UNVERIFIABLE');
    expect(conclude([...others, { check: missing, outcome: 'SKIPPED' }], facts)).toBe(
      'UNVERIFIABLE',
    );
  });

  test('is never VALID beside a failure that forgot to name its verdict', () => {
    const failure = { check: 'IMAGE', outcome: 'FAIL' } as const;
    expect(conclude([...whole.map(pass), failure], facts)).toBe('UNVERIFIABLE');
  });
});

describe('the verdict', () => {
  test('is never VALID when no credential was found', () => {
    const all = [...new Set([...WHOLE.hosted, ...WHOLE.signed])];
    expect(conclude(all.map(pass), {})).toBe('UNVERIFIABLE');
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
    const facts = { statement: { form: 'signed' } } as const;
    const verdicts = results.map((_, index) => conclude(results.slice(0, index + 1), facts));
    expect(verdicts).toEqual(results.map(({ verdict }) => verdict));
  });
});
