import { describe, expect, test } from '@jest/globals';

import { judge } from '../../../src/openbadges/index.js';
import type { Judgement, Report } from '../../../src/openbadges/index.js';
import { evidenceWith, fieldsOf, KINDS, MISSING } from './members.js';
import type { Field, Kind } from './members.js';

const AT = new Date('2025-01-01T00:00:00Z');
const MAIL = 'jane@example.org';

/** What no member may hold. */
const WRONG: readonly unknown[] = [
  MISSING,
  null,
  { [MAIL]: [MAIL] },
  [[MAIL]],
  [],
  'x'.repeat(1_000_000),
];
/** Nor this, but for two members. */
const WRONG_KINDS: readonly unknown[] = [true, -1.5];
const MAY_BE: Readonly<Record<string, string>> = { uid: 'number', 'recipient.hashed': 'boolean' };
/** What a text may hold; whether it decides depends on the member. */
const STRANGE: readonly unknown[] = [
  '',
  ' ',
  '\u202Egpj.exe\u2066',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  `mailto:${MAIL}`,
  `https://issuer.example/${MAIL}?mail=${MAIL}#${MAIL}`,
  '\0',
  '__proto__',
  7,
  {},
];

function judged(kind: Kind, field: Field, value: unknown): Promise<Judgement> {
  return judge(evidenceWith(kind, field, value), { at: AT });
}

/** No address of mail, and nothing else that an issuer may write as it likes. */
function expectDiscreet({ findings, endorsements }: Report): void {
  const said = [findings, endorsements.map((one) => one.findings)];
  expect(JSON.stringify(said)).not.toMatch(/jane|<script|\u202E/);
}

describe.each(KINDS)('$version, $form', (kind) => {
  const cases = fieldsOf(kind).map((field) => ({ ...field, name: field.path.join('.') }));

  test('a whole badge is VALID', async () => {
    const field = { of: 'assertion', path: ['example.org:more'], decides: false } as const;
    expect(await judged(kind, field, 'x'.repeat(1_000))).toMatchObject({
      report: { verdict: 'VALID' },
    });
  });

  test.each(cases.filter(({ decides }) => decides))(
    'no badge is VALID in which $of.$name is missing or holds something else',
    async (field) => {
      const kinds = WRONG_KINDS.filter((value) => typeof value !== MAY_BE[field.name]);
      for (const value of [...WRONG, ...kinds]) {
        const { report } = await judged(kind, field, value);
        expect([value, report.verdict]).not.toEqual([value, 'VALID']);
        expectDiscreet(report);
      }
    },
  );

  test.each(cases)(
    'whatever $of.$name holds, it is judged, and no report tells an address of mail',
    async (field) => {
      for (const value of field.decides ? STRANGE : [...WRONG, ...WRONG_KINDS, ...STRANGE]) {
        const { report, credential } = await judged(kind, field, value);
        expectDiscreet(report);
        if (report.verdict === 'VALID') expect(credential).toBeDefined();
        // A browser may open what is kept of it.
        expect(JSON.stringify(credential ?? {})).not.toMatch(
          /\\u0000|"(\w*[uU]rl|image)":"javascript:/,
        );
      }
    },
  );
});
