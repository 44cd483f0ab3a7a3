import type { Report } from '../../../src/openbadges/index.js';

/** What is known of a badge that another hub delivered and that nobody has looked into: nothing. */
export const unopenedReport = (checkedAt: Date): Report => ({
  verdict: 'UNVERIFIABLE',
  checkedAt,
  findings: [
    {
      check: 'FETCH',
      outcome: 'SKIPPED',
      because: 'The badge is fetched and checked when you accept it.',
    },
  ],
  endorsements: [],
});
