import { beforeAll, describe, expect, test } from '@jest/globals';

import { CHECKS, gather, judge } from '../../../src/openbadges/index.js';
import type { Check, Evidence } from '../../../src/openbadges/index.js';
import type { CheckResult } from '../../../src/openbadges/verify/result.js';
import { vectorCases } from '../../support/issue-vector.js';
import type { Case } from '../../support/issue-vector.js';
import { reportMeets } from './vector-outcome.js';

interface Seen {
  readonly one: Case;
  readonly evidence: Evidence;
  readonly results: readonly (readonly [Check, CheckResult])[];
}

/** How a check can end, as a word. */
function endOf({ outcome, verdict }: Pick<CheckResult, 'outcome' | 'verdict'>): string {
  return verdict === undefined ? outcome : `${outcome}, so ${verdict}`;
}

/** The same checks, and all that they found, endorsements included. */
function listened(): { checks: readonly Check[]; results: (readonly [Check, CheckResult])[] } {
  const results: (readonly [Check, CheckResult])[] = [];
  const checks = CHECKS.map((check): Check => {
    const look: Check['look'] = async (facts, question) => {
      const found = await check.look(facts, question);
      results.push(...found.map((result) => [check, result] as const));
      return found;
    };
    return { ...check, look };
  });
  return { checks, results };
}

async function lookAt(one: Case): Promise<Seen> {
  const { source, fetch, question } = one;
  const { evidence } = await gather(source, { fetch, now: () => question.at });
  const { checks, results } = listened();
  await judge(evidence, question, checks);
  return { one, evidence, results };
}

describe('checks', () => {
  let seen: readonly Seen[] = [];

  beforeAll(async () => {
    const all: Seen[] = [];
    for (const one of vectorCases()) all.push(await lookAt(one));
    seen = all;
  });

  const named = CHECKS.map((check) => ({ check, code: check.code }));

  test.each(named)('$code ends as it says, and in every way that it says', ({ check }) => {
    const found = seen.flatMap(({ results }) =>
      results.filter(([{ code }]) => code === check.code).map(([, result]) => endOf(result)),
    );
    expect([...new Set(found)].sort()).toEqual([...new Set(check.ends.map(endOf))].sort());
  });

  test.each(named)('without $code at least one vector comes out differently', async ({ check }) => {
    const blind: Check = { ...check, look: () => [{ check: check.code, outcome: 'PASS' }] };
    const checks = CHECKS.map((one) => (one === check ? blind : one));
    let noticed = false;
    for (const { one, evidence, results } of seen) {
      // Those it only passed come out as they did.
      if (results.every(([{ code }, { outcome }]) => code !== check.code || outcome === 'PASS'))
        continue;
      const { report } = await judge(evidence, one.question, checks);
      noticed ||= reportMeets(report, one.vector) !== 'as expected';
      if (noticed) break;
    }
    expect(noticed).toBe(true);
  });

  test('a finding that is no PASS has a sentence that says no more than it should', () => {
    for (const { results } of seen) {
      for (const [{ code }, { check, outcome, because }] of results) {
        expect(check).toBe(code);
        if (outcome === 'PASS') expect(because).toBeUndefined();
        else expect(because).toMatch(/^[A-Z“][^@]{10,400}\.$|^https?:[^@]{10,400}\.$/);
      }
    }
  });
});
