import { beforeAll, describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { PLANTED_CODE, SOUND_CODE } from './planted-code.js';

const BANS = [
  'no-restricted-globals',
  'no-restricted-properties',
  'no-restricted-syntax',
  '@typescript-eslint/no-restricted-imports',
];

describe('the bans', () => {
  let eslint: ESLint;
  beforeAll(() => {
    eslint = new ESLint({
      // The planted files exist nowhere, so nothing can be known of their types.
      overrideConfig: tseslint.configs.disableTypeChecked as never,
      ruleFilter: ({ ruleId }) => BANS.includes(ruleId),
    });
  });

  const broken = async (code: string, filePath: string): Promise<readonly (string | null)[]> => {
    const [result] = await eslint.lintText(code, { filePath });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };

  test.each(PLANTED_CODE)('$code is caught in $in', async ({ code, in: file, rule }) => {
    expect(await broken(code, file)).toContain(rule);
  });

  test.each(SOUND_CODE)('nothing is said against $code in $in', async ({ code, in: file }) => {
    expect(await broken(code, file)).toEqual([]);
  });
});
