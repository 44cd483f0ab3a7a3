import type { CheckCode, Finding, Verdict } from '../report.js';

/** What a check found, and the verdict that follows from it when it is not VALID. */
export interface CheckResult extends Finding {
  readonly verdict?: Exclude<Verdict, 'VALID'>;
}

export function pass(check: CheckCode): CheckResult {
  return { check, outcome: 'PASS' };
}

export function warn(check: CheckCode, because: string): CheckResult {
  return { check, outcome: 'WARN', because };
}

export function fail(
  check: CheckCode,
  because: string,
  verdict: Exclude<Verdict, 'VALID'> = 'INVALID',
): CheckResult {
  return { check, outcome: 'FAIL', because, verdict };
}

/** Something that decides was not there to be looked at. */
export function unreachable(check: CheckCode, because: string): CheckResult {
  return { check, outcome: 'UNREACHABLE', because, verdict: 'UNVERIFIABLE' };
}

/** There was nothing to look at, and nothing follows from it. */
export function skipped(check: CheckCode, because: string): CheckResult {
  return { check, outcome: 'SKIPPED', because };
}

/** Something that decides is known but this hub cannot check it. */
export function notYet(check: CheckCode, because: string): CheckResult {
  return { check, outcome: 'SKIPPED', because, verdict: 'UNVERIFIABLE' };
}
