import { pictureFormatOf, verify as verifyBadge } from '../../openbadges/index.js';
import type { Source, Verified } from '../../openbadges/index.js';
import { ConfigError, createGuardedFetch, readConfig, systemClock } from '../../runtime/index.js';
import type { Config, GuardedFetch } from '../../runtime/index.js';
import { EXIT, UsageError } from './command.js';
import type { Command, Terminal } from './command.js';
import { paperFor } from './paper.js';
import { printableJson } from './printable.js';
import { readWords } from './read-words.js';
import { reportLines } from './report-lines.js';

const USAGE = 'verify FILE|URL|- [--recipient MAIL] [--json]';
const OPTIONS = {
  recipient: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

export const verify: Command = {
  usage: USAGE,
  says: 'Verifies a badge: a baked PNG or SVG, JSON, a JWS, or the address of one.',
  async run(words, terminal) {
    const { argument, options } = readWords(words, USAGE, OPTIONS);
    const { recipient: recipients, json } = options;
    if (recipients?.some((address) => !address.includes('@')) === true) {
      throw new UsageError('--recipient needs an e-mail address.');
    }
    const source = await sourceOf(argument, terminal);
    const fetch = await openFetch(terminal);
    try {
      const deps = { fetch, now: () => systemClock.now() };
      const found = await verifyBadge(source, deps, recipients === undefined ? {} : { recipients });
      if (json) printJson(found, terminal);
      else printReport(found, terminal);
      if (found.report.verdict !== 'VALID') terminal.setExitCode(EXIT.no);
    } finally {
      await fetch.close();
    }
  },
};

/** What it is is told by its content: names of files are often wrong. */
async function sourceOf(argument: string, { readBytes }: Terminal): Promise<Source> {
  if (/^https?:/i.test(argument)) return { kind: 'url', url: argument };
  const bytes = await readBytes(argument);
  return pictureFormatOf(bytes) === undefined
    ? { kind: 'json', text: new TextDecoder().decode(bytes) }
    : { kind: 'image', bytes };
}

/** The fetcher a hub with these settings would use. @throws UsageError, FileUnusable */
async function openFetch({ env, readBytes }: Terminal): Promise<GuardedFetch> {
  const { privateOrigins, fetchDeadlineMs, caFile } = settingsIn(env);
  return createGuardedFetch({
    privateOrigins,
    userAgent: 'BackpackHub/0.1',
    deadlineMs: fetchDeadlineMs,
    ...(caFile !== undefined && { ca: new TextDecoder().decode(await readBytes(caFile)) }),
  });
}

function settingsIn(env: Terminal['env']): Config {
  try {
    return readConfig(env);
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message) : error;
  }
}

function printJson({ report, credential }: Verified, { print, screen }: Terminal): void {
  print(printableJson({ ...report, credential }, screen === undefined ? 0 : 2));
}

function printReport(found: Verified, terminal: Terminal): void {
  const paper = paperFor(terminal);
  for (const line of reportLines(found, paper)) terminal.print(line);
  const { answers } = found.evidence;
  const isMissing = answers.some(
    ({ answer }) => answer.kind === 'unreachable' && answer.because === 'not-reached',
  );
  if (isMissing) for (const line of paper.wrap(PRIVATE_ORIGINS, 0)) terminal.note(line);
}

const PRIVATE_ORIGINS =
  'Addresses on private networks are asked only where HUB_PRIVATE_ORIGINS lists their origin.';
