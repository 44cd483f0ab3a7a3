import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { CHECKS, gather, judge } from '../../../src/openbadges/index.js';
import type { Check, Evidence, FetchAnswer } from '../../../src/openbadges/index.js';
import { runs } from '../../support/counts.js';
import { signText } from '../../support/issue-jws.js';
import { vectorCases } from '../../support/issue-vector.js';
import { edited, edits, scratched, scratches } from '../mutate-json.js';
import type { Edit } from '../mutate-json.js';

const RUNS = { numRuns: runs(1_000, 100_000) };
const TIMEOUT_MS = runs(30_000, 900_000);
const AT = new Date('2025-01-01T00:00:00Z');
const QUESTION = { at: AT, recipients: ['earner@example.org'] };

/** Whole badges of every version and form, with endorsements and extensions. */
const WHOLE =
  /^hosted.*: a whole badge$|: EdDSA$|: of all three$|: of a signed badge$|: as its schema asks$/;

/** Evidence in which every text is edited as JSON if it is some, and signed again. */
function mutated(evidence: Evidence, at: number, changes: readonly Edit[]): Evidence {
  const places = evidence.answers.length + 1;
  const place = at % places;
  const { source } = evidence;
  const answers = evidence.answers.map(({ asked, answer }, index) => ({
    asked,
    answer: index === place ? editedAnswer(answer, changes) : answer,
  }));
  if (place < evidence.answers.length) return { ...evidence, answers };
  if (source.kind !== 'json') return evidence;
  return { ...evidence, source: { kind: 'json', text: editedText(source.text, changes) } };
}

function editedAnswer(answer: FetchAnswer, changes: readonly Edit[]): FetchAnswer {
  if (answer.kind === 'unreachable') return answer;
  const text = editedText(new TextDecoder().decode(answer.body), changes);
  return { ...answer, body: new TextEncoder().encode(text) };
}

function editedText(text: string, changes: readonly Edit[]): string {
  const [, body = ''] = text.split('.');
  if (text.startsWith('{')) return JSON.stringify(edited(JSON.parse(text), changes));
  if (!text.startsWith('eyJ')) return text;
  const payload: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  return signText(JSON.stringify(edited(payload, changes)), { alg: 'EdDSA' });
}

describe('evidence with mistakes in it', () => {
  let whole: readonly Evidence[] = [];

  beforeAll(async () => {
    const cases = vectorCases('hosted', 'signatures', 'endorsements', 'extensions');
    const gathered = cases
      .filter(({ name }) => WHOLE.test(name))
      .map(({ source, fetch, question }) => gather(source, { fetch, now: () => question.at }));
    whole = (await Promise.all(gathered)).map(({ evidence }) => evidence);
  });

  test('whole badges are whole', async () => {
    const judged = await Promise.all(whole.map((evidence) => judge(evidence, QUESTION)));
    expect(judged.length).toBeGreaterThan(15);
    expect(new Set(judged.map(({ report }) => report.verdict))).toEqual(new Set(['VALID']));
  });

  test(
    'is judged without a crash, and mostly beyond telling the version',
    async () => {
      let read = 0;
      let made = 0;
      const listener: Check = {
        code: 'INPUT',
        asks: '',
        ends: [],
        look({ reading, award }) {
          if (reading !== undefined && (award !== undefined || reading.kind === 'unreadable'))
            read += 1;
          return [];
        },
      };
      const checks = [listener, ...CHECKS];
      await fc.assert(
        fc.asyncProperty(fc.nat(1_000), fc.nat(1_000), edits, async (which, at, changes) => {
          const evidence = whole[which % whole.length];
          if (evidence === undefined) return;
          made += 1;
          const before = read;
          const { report, credential } = await judge(
            mutated(evidence, at, changes),
            QUESTION,
            checks,
          );
          read = Math.min(read, before + 1);
          const { verdict, findings } = report;
          expect(verdict === 'VALID' && credential === undefined).toBe(false);
          expect(
            JSON.stringify([findings, report.endorsements.map((one) => one.findings)]),
          ).not.toMatch(/\w@\w|\u202E|\\u0000/);
          expect(JSON.stringify(credential ?? {})).not.toMatch(
            /\\u0000|"(\w*[uU]rl|image)":"javascript:/,
          );
        }),
        RUNS,
      );
      expect(read / made).toBeGreaterThan(0.5);
    },
    TIMEOUT_MS,
  );

  test(
    'a signed badge is never VALID once a sign of what was signed is another',
    async () => {
      const signed = whole.filter(({ source }) => source.kind === 'json');
      await fc.assert(
        fc.asyncProperty(fc.nat(1_000), scratches, async (which, changes) => {
          const evidence = signed[which % signed.length];
          if (evidence?.source.kind !== 'json') return;
          const { text } = evidence.source;
          const start = text.lastIndexOf('.');
          const tampered = scratched(text.slice(0, start), changes);
          fc.pre(tampered !== text.slice(0, start));
          const source = { kind: 'json', text: tampered + text.slice(start) } as const;
          const { report } = await judge({ ...evidence, source }, QUESTION);
          expect(report.verdict).not.toBe('VALID');
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});
