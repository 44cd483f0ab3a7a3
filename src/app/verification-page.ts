import {
  CHECKS,
  NEEDED_FOR_VALID,
  VERDICT_MEANINGS,
  VERDICT_PRECEDENCE,
} from '../openbadges/index.js';
import type { Check, CheckCode, Outcome, Verdict } from '../openbadges/index.js';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  PASS: 'It was looked at and is right.',
  WARN: 'It was looked at and is odd; nothing follows for the badge as a whole.',
  FAIL: 'It was looked at and is wrong.',
  UNREACHABLE: 'It was not there to be looked at.',
  SKIPPED: 'There was nothing to look at, or this hub does not know how.',
};

/** `docs/verification.md`: what is checked, and what follows, printed from the checks themselves. */
export function verificationPage(): string {
  const verdicts: readonly Verdict[] = [...VERDICT_PRECEDENCE, 'VALID'];
  return [
    '# How badges are verified',
    'Printed from the code by `npm run schema`.',
    'First the hub gathers: it fetches every document that a verdict rests on, and the pictures, and keeps the answers as plain data. Then it judges: each check looks at what was gathered and at nothing else, so the same evidence gives the same verdict years later. What could not be looked at never counts as right.',
    '## Verdicts',
    'Several may be true at once; the first in this list is the one that is told.',
    table(
      ['Verdict', 'Meaning'],
      verdicts.map((verdict) => [code(verdict), VERDICT_MEANINGS[verdict]]),
    ),
    `\`VALID\` needs all of these to have been made and to have ended in ${code('PASS')} or ${code('WARN')}:`,
    [
      `- a hosted badge: ${codes(NEEDED_FOR_VALID.hosted)}`,
      `- a signed badge: ${codes(NEEDED_FOR_VALID.signed)}`,
    ].join('\n'),
    '## Findings',
    table(
      ['Outcome', 'Meaning'],
      Object.entries(OUTCOMES).map(([outcome, means]) => [code(outcome), means]),
    ),
    'An endorsement is judged by the same checks and has a report of its own; that never changes the verdict on the badge.',
    '## Checks',
    'In the order of the report. A check that does not apply to a badge says nothing.',
    table(['Check', 'Question', 'Ends', 'When', 'Then the badge is'], CHECKS.flatMap(rowsOf)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** One row for each way it can end; only the first says which check it is. */
function rowsOf({ code: name, asks, ends }: Check): readonly (readonly string[])[] {
  return ends.map(({ outcome, when, verdict }, index) => [
    index === 0 ? code(name) : '',
    index === 0 ? asks : '',
    code(outcome),
    when,
    verdict === undefined ? '' : code(verdict),
  ]);
}

function code(text: string): string {
  return `\`${text}\``;
}

function codes(checks: readonly CheckCode[]): string {
  return CHECKS.map(({ code: name }) => name)
    .filter((name) => checks.includes(name))
    .map(code)
    .join(', ');
}

/** Columns as wide as their longest cell, which is how Prettier has it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(first), rule, ...others.map(line)].join('\n');
}
