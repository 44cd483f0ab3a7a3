import { describe, expect, test } from '@jest/globals';
import { paperFor } from '../../src/app/commands/paper.js';
import { reportLines } from '../../src/app/commands/report-lines.js';
import type { Report } from '../../src/openbadges/index.js';

const plain = paperFor({ env: {} });

const report = (changes: Partial<Report>): Report => ({
  verdict: 'VALID',
  checkedAt: new Date('2026-01-01T00:00:00Z'),
  findings: [],
  endorsements: [],
  ...changes,
});

describe('a report on paper', () => {
  test('lists who endorses what, whether to believe it, and what stands against it', () => {
    const lines = reportLines(
      {
        report: report({
          endorsements: [
            {
              about: 'BADGE_CLASS',
              issuerName: 'Guild',
              comment: 'Well\n**made**.',
              verdict: 'VALID',
              findings: [{ check: 'SCOPE', outcome: 'PASS' }],
            },
            {
              about: 'ISSUER',
              verdict: 'UNVERIFIABLE',
              findings: [
                { check: 'FETCH', outcome: 'UNREACHABLE', because: 'It could not be fetched.' },
              ],
            },
          ],
        }),
      },
      plain,
    );
    expect(lines).toEqual([
      '',
      'Endorsements',
      '✔ VALID  Guild on the badge: Well **made**.',
      '? UNVERIFIABLE  Somebody on the issuer',
      '    ? unreachable  FETCH  It could not be fetched.',
      '',
      expect.stringMatching(/^✔ VALID: /),
    ]);
  });

  test('keeps signs, words and sentences in columns, however long each is', () => {
    const lines = reportLines(
      {
        report: report({
          findings: [
            { check: 'TIME', outcome: 'PASS' },
            { check: 'HTTP_STATUS', outcome: 'UNREACHABLE', because: 'It answers with 500.' },
            { check: 'SCOPE', outcome: 'SKIPPED', because: 'The issuer is not known.' },
          ],
        }),
      },
      plain,
    );
    const columns = lines.slice(0, 3).map((line) => /^\S (\S+) +(\S+) +/.exec(line)?.[0].length);
    expect(new Set(columns).size).toBe(1);
  });
});
