import { VERDICT_MEANINGS, explainFinding } from '../../openbadges/index.js';
import type {
  Credential,
  EndorsementReport,
  Finding,
  OpenBadgesVersion,
  Outcome,
  Report,
  Verdict,
} from '../../openbadges/index.js';
import type { Paper } from './paper.js';
import { oneLine } from './printable.js';

/** A report as people read it: what the badge says of itself, each finding, and the verdict last. */
export function reportLines(
  { report, credential }: { readonly report: Report; readonly credential?: Credential | undefined },
  paper: Paper,
): readonly string[] {
  return [
    ...headLines(report, credential, paper),
    ...findingLines(report.findings, paper, ''),
    ...endorsementLines(report.endorsements, paper),
    '',
    ...verdictLines(report.verdict, paper),
  ];
}

function headLines(
  { version }: Report,
  credential: Credential | undefined,
  paper: Paper,
): readonly string[] {
  const generation = version === undefined ? [] : [nameOf(version)];
  if (credential === undefined) return generation.length === 0 ? [] : [...generation, ''];
  const { achievement, issuer, issuedOn, expires } = credential;
  const days = [
    ...(issuedOn === undefined ? [] : [`issued ${dayOf(issuedOn)}`]),
    ...(expires === undefined ? [] : [`good until ${dayOf(expires)}`]),
  ];
  return [
    paper.paint('bold', oneLine(achievement.name)),
    `${oneLine(issuer.name)} ${paper.paint('dim', `<${oneLine(issuer.id)}>`)}`,
    paper.paint('dim', [...generation, ...days].join(', ')),
    '',
  ];
}

const nameOf = (version: OpenBadgesVersion): string =>
  `Open Badges ${version.slice(1).replace('_', '.')}`;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** A sign and a word for each outcome: neither needs the colour to be understood. */
const OUTCOMES = {
  PASS: { sign: '✔', word: 'pass', colour: 'green' },
  FAIL: { sign: '✘', word: 'fail', colour: 'red' },
  WARN: { sign: '!', word: 'warn', colour: 'yellow' },
  SKIPPED: { sign: '–', word: 'skipped', colour: 'dim' },
  UNREACHABLE: { sign: '?', word: 'unreachable', colour: 'magenta' },
} as const satisfies Record<Outcome, object>;

function findingLines(
  findings: readonly Finding[],
  paper: Paper,
  margin: string,
): readonly string[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const wordWidth = widest(findings.map(({ outcome }) => OUTCOMES[outcome].word));
  const checkWidth = widest(findings.map(({ check }) => check));
  const indent = margin.length + wordWidth + checkWidth + 6;
  return findings.flatMap((finding) => {
    const { check, outcome } = finding;
    const { sign, word, colour } = OUTCOMES[outcome];
    const [first = '', ...more] = paper.wrap(oneLine(explainFinding(finding)), indent);
    const quiet = (text: string) => (outcome === 'PASS' ? paper.paint('dim', text) : text);
    const head = paper.paint(colour, `${sign} ${word.padEnd(wordWidth)}`);
    return [
      `${margin}${head}  ${check.padEnd(checkWidth)}  ${quiet(first)}`,
      ...more.map((line) => ' '.repeat(indent) + quiet(line)),
    ];
  });
}

const ABOUT = {
  ASSERTION: 'this award',
  BADGE_CLASS: 'the badge',
  ISSUER: 'the issuer',
} as const satisfies Record<EndorsementReport['about'], string>;

function endorsementLines(
  endorsements: readonly EndorsementReport[],
  paper: Paper,
): readonly string[] {
  if (endorsements.length === 0) return [];
  const each = endorsements.flatMap(({ about, issuerName, comment, verdict, findings }) => {
    const who = issuerName === undefined ? 'Somebody' : oneLine(issuerName);
    const said = comment === undefined ? '' : `: ${oneLine(comment)}`;
    const bad = findings.filter(({ outcome }) => outcome !== 'PASS');
    const indent = verdict.length + 5;
    const [first = '', ...more] = paper.wrap(`${who} on ${ABOUT[about]}${said}`, indent);
    return [
      `${paintVerdict(verdict, paper)}  ${first}`,
      ...more.map((line) => ' '.repeat(indent) + line),
      ...findingLines(bad, paper, '    '),
    ];
  });
  return ['', paper.paint('bold', 'Endorsements'), ...each];
}

const VERDICTS = {
  VALID: { sign: '✔', colour: 'green' },
  INVALID: { sign: '✘', colour: 'red' },
  REVOKED: { sign: '✘', colour: 'red' },
  EXPIRED: { sign: '!', colour: 'yellow' },
  NOT_YET_VALID: { sign: '!', colour: 'yellow' },
  UNVERIFIABLE: { sign: '?', colour: 'magenta' },
  UNBOUND: { sign: '?', colour: 'magenta' },
} as const satisfies Record<Verdict, object>;

const paintVerdict = (verdict: Verdict, paper: Paper): string =>
  paper.paint([VERDICTS[verdict].colour, 'bold'], `${VERDICTS[verdict].sign} ${verdict}`);

function verdictLines(verdict: Verdict, paper: Paper): readonly string[] {
  const [first = '', ...more] = paper.wrap(VERDICT_MEANINGS[verdict], verdict.length + 4);
  return [`${paintVerdict(verdict, paper)}: ${first}`, ...more];
}
