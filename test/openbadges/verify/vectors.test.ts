import { describe, expect, test } from '@jest/globals';

import { verify } from '../../../src/openbadges/index.js';
import { vectorCases } from '../../support/issue-vector.js';
import { reportMeets } from './vector-outcome.js';

describe('vectors', () => {
  const cases = vectorCases();

  test.each(cases)('$name: $vector.verdict', async ({ source, fetch, question, vector }) => {
    const { report } = await verify(source, { fetch, now: () => question.at }, question);
    expect(reportMeets(report, vector)).toBe('as expected');
  });
});
