import type { CheckCode, Verdict } from '../report.js';
import type { Statement } from './facts/facts.js';
import type { CheckResult } from './result.js';

/**
 * Strongest first. REVOKED is the issuer's own last word, whatever else is wrong. INVALID stands
 * whatever the missing part would have said. UNVERIFIABLE comes before the times: EXPIRED would
 * claim that everything but the date had been checked and held.
 */
export const VERDICT_PRECEDENCE: readonly Exclude<Verdict, 'VALID'>[] = [
  'REVOKED',
  'INVALID',
  'UNVERIFIABLE',
  'UNBOUND',
  'NOT_YET_VALID',
  'EXPIRED',
];

/** VALID needs every one of these to have been made: a check that is forgotten never lets pass. */
const ALWAYS: readonly CheckCode[] = ['INPUT', 'PARSE', 'VERSION', 'STRUCTURE', 'LINKED', 'TIME'];
export const NEEDED_FOR_VALID: Readonly<Record<Statement['form'], readonly CheckCode[]>> = {
  hosted: [...ALWAYS, 'FETCH', 'HTTP_STATUS', 'REVOKED', 'ID_MISMATCH', 'SCOPE'],
  signed: [...ALWAYS, 'ID_MISMATCH', 'SIGNATURE', 'KEY_OWNER', 'STATUS'],
};

/** The one word that follows from all findings. */
export function conclude(
  results: readonly CheckResult[],
  { statement }: { readonly statement?: Pick<Statement, 'form'> },
): Verdict {
  const found = VERDICT_PRECEDENCE.find((verdict) =>
    results.some((one) => one.verdict === verdict),
  );
  if (found !== undefined) return found;
  if (statement === undefined) return 'UNVERIFIABLE';
  const held = (code: CheckCode) =>
    results.some(({ check, outcome }) => check === code && isGood(outcome));
  return NEEDED_FOR_VALID[statement.form].every(held) &&
    results.every(({ outcome }) => outcome !== 'FAIL')
    ? 'VALID'
    : 'UNVERIFIABLE';
}

function isGood(outcome: CheckResult['outcome']): boolean {
  return outcome === 'PASS' || outcome === 'WARN';
}
