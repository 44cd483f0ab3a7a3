import { expect, test } from '@jest/globals';
import type { Finding, Verdict } from '../../../src/openbadges/index.js';
import type { Standing } from '../../../subgraphs/verification/settle.js';
import { whatIsNews } from '../../../subgraphs/verification/what-is-news.js';

const CHANGED: Finding = { check: 'CHANGED', outcome: 'WARN', because: 'It changed.' };
const SAME: Finding = { check: 'CHANGED', outcome: 'PASS' };

const standing = (verdict: Verdict, finding?: Finding): Standing => ({
  verdict,
  checkedAt: new Date('2030-01-01T00:00:00Z'),
  findings: finding ? [finding] : [],
  endorsements: [],
});

test.each<[string, Standing, Standing, readonly string[]]>([
  ['nothing', standing('VALID'), standing('VALID', SAME), []],
  ['a change', standing('VALID', SAME), standing('VALID', CHANGED), ['BADGE_CHANGED']],
  ['a change it knew of', standing('VALID', CHANGED), standing('VALID', CHANGED), []],
  ['a change taken back', standing('VALID', CHANGED), standing('VALID', SAME), []],
  ['an end', standing('VALID'), standing('EXPIRED'), ['BADGE_EXPIRED']],
  ['an end it knew of', standing('EXPIRED'), standing('EXPIRED'), []],
  ['a badge taken back', standing('EXPIRED'), standing('REVOKED'), ['BADGE_REVOKED']],
  ['a badge given again', standing('REVOKED'), standing('VALID'), []],
  ['a mistake', standing('VALID'), standing('INVALID'), []],
  [
    'a change and an end',
    standing('VALID'),
    standing('EXPIRED', CHANGED),
    ['BADGE_CHANGED', 'BADGE_EXPIRED'],
  ],
])('of %s she hears what is new', (_, before, now, kinds) => {
  expect(whatIsNews(before, now).map(({ kind }) => kind)).toEqual(kinds);
});

test('a change is told in the words of its finding', () => {
  const [news] = whatIsNews(standing('VALID'), standing('VALID', CHANGED));
  expect(news?.says).toBe('It changed. Your own copy stays as it was.');
});
