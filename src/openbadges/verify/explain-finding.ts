import type { Finding } from '../report.js';
import { CHECKS } from './checks/index.js';

/** The question of a check and how it ended, for each outcome. */
const SENTENCES = new Map(
  CHECKS.flatMap(({ code, asks, ends }) =>
    // The first end of several with one outcome is the usual one.
    ends
      .toReversed()
      .map(({ outcome, when }) => [`${code} ${outcome}`, sentence(asks, when)] as const),
  ),
);

/**
 * A finding in a sentence for people: what it says itself, or, as a pass mostly says nothing, the
 * question of its check and how it ended.
 */
export function explainFinding({ check, outcome, because }: Finding): string {
  return because ?? SENTENCES.get(`${check} ${outcome}`) ?? '';
}

function sentence(question: string, when: string): string {
  const answer = when.replaceAll('`', '"');
  return `${question} ${answer.charAt(0).toUpperCase()}${answer.slice(1)}.`;
}
