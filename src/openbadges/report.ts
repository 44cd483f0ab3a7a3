import type { OpenBadgesVersion } from './credential.js';

/**
 * The answer in one word. Several may be true at once; `verify/conclude.ts` says which one wins.
 * UNVERIFIABLE: something that decides could not be looked at. UNBOUND: the signature is right but
 * nothing ties its key to the issuer.
 */
export type Verdict =
  'VALID' | 'INVALID' | 'REVOKED' | 'EXPIRED' | 'NOT_YET_VALID' | 'UNVERIFIABLE' | 'UNBOUND';

/** What each verdict means, for people, wherever one is shown. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  VALID: 'Every check that decides was made and held.',
  INVALID: 'A check that decides failed.',
  REVOKED: 'Its issuer took it back.',
  EXPIRED: 'It was good until a day that is past.',
  NOT_YET_VALID: 'It is dated in the future.',
  UNVERIFIABLE: 'Something that decides could not be looked at; a later try may say more.',
  UNBOUND: 'It holds together, but nothing proves that it is from the issuer it names.',
};

export type CheckCode =
  | 'INPUT'
  | 'UNBAKE'
  | 'FETCH'
  | 'HTTP_STATUS'
  | 'PARSE'
  | 'VERSION'
  | 'REVOKED'
  | 'ID_MISMATCH'
  | 'JSONLD'
  | 'STRUCTURE'
  | 'LINKED'
  | 'IMAGE'
  | 'SCOPE'
  | 'SIGNATURE'
  | 'KEY_OWNER'
  | 'CLAIMS'
  | 'STATUS'
  | 'TIME'
  | 'RECIPIENT'
  | 'EXTENSION'
  | 'ENDORSEMENT'
  | 'CHANGED';

export type Outcome = 'PASS' | 'FAIL' | 'WARN' | 'SKIPPED' | 'UNREACHABLE';

export interface Finding {
  readonly check: CheckCode;
  readonly outcome: Outcome;
  /** A sentence for people. Never holds an e-mail address, nor why a host did not answer. */
  readonly because?: string;
}

export interface Report {
  readonly verdict: Verdict;
  readonly version?: OpenBadgesVersion;
  /** The moment the badge was judged for, which a caller may set. */
  readonly checkedAt: Date;
  readonly findings: readonly Finding[];
  /** What others say of the badge, its class or its issuer; never changes the verdict. */
  readonly endorsements: readonly EndorsementReport[];
}

/** One endorsement (2.0, "Endorsement") and whether to believe it. */
export interface EndorsementReport {
  readonly about: 'ASSERTION' | 'BADGE_CLASS' | 'ISSUER';
  /** Its URL or name, if it has one. */
  readonly id?: string;
  readonly issuerName?: string;
  /** What the endorser says (Markdown). */
  readonly comment?: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** False while a later try may well answer differently, because something was not reachable. */
export function isConclusive(report: Report): boolean {
  return report.verdict !== 'UNVERIFIABLE';
}
