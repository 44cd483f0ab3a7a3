import type { Report } from '../../../src/openbadges/index.js';
import type { Vector } from '../../support/issue-vector.js';

/** What a vector says of a report; `as expected`, or a sentence with what came out instead. */
export function reportMeets(report: Report, vector: Vector): string {
  const { verdict, findings, endorsements } = report;
  const found = findings.map(({ check, outcome }) => `${check} ${outcome}`);
  const wanted = [vector.finding ?? []].flat();
  const missing = wanted.filter((one) =>
    one === 'all PASS'
      ? findings.some(({ outcome }) => outcome !== 'PASS' && outcome !== 'SKIPPED')
      : !found.includes(one),
  );
  const verdicts = endorsements.map((one) => one.verdict);
  const same =
    vector.endorsements === undefined || String(verdicts) === String(vector.endorsements);
  if (verdict === vector.verdict && missing.length === 0 && same) return 'as expected';
  const said = findings.filter(({ outcome }) => outcome !== 'PASS').map(({ because }) => because);
  return `${verdict}: ${[...found, ...verdicts, ...said].join(', ')}`;
}
