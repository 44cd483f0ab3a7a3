import type { Facts } from '../facts.js';
import type { CheckResult } from '../result.js';

/** Looks at one question and answers with what it found; with nothing where it does not apply. */
export type Check = (facts: Facts, at: Date) => readonly CheckResult[];
