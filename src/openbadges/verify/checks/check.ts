import type { CheckCode, Outcome, Verdict } from '../../report.js';
import type { Facts } from '../facts/facts.js';
import type { CheckResult } from '../result.js';

/** What a badge is judged for. */
export interface Question {
  /** The moment. */
  readonly at: Date;
  /** Mail addresses of the person who says that the badge is hers, each as it was verified. */
  readonly recipients?: readonly string[];
  /** The credential as it was accepted earlier, byte for byte. */
  readonly accepted?: Uint8Array;
}

/** One way in which a check can end. */
export interface End {
  readonly outcome: Outcome;
  /** What follows for the badge as a whole; nothing when absent. */
  readonly verdict?: Exclude<Verdict, 'VALID'>;
  /** A clause for docs/verification.md. */
  readonly when: string;
}

/** One question about a badge. Pure: it looks at facts that were gathered before. */
export interface Check {
  readonly code: CheckCode;
  /** The question, for docs/verification.md. */
  readonly asks: string;
  /** Every way in which it can end; a test holds the check to it. */
  readonly ends: readonly End[];
  /** Answers with what it found; with nothing where it does not apply. Never throws. */
  readonly look: (
    facts: Facts,
    question: Question,
  ) => readonly CheckResult[] | Promise<readonly CheckResult[]>;
}
