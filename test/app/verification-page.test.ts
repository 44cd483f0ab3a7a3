import { readFile } from 'node:fs/promises';

import { expect, test } from '@jest/globals';
import { check } from 'prettier';

import { verificationPage } from '../../src/app/verification-page.js';
import { CHECKS } from '../../src/openbadges/index.js';

test('docs/verification.md is as the checks say, and as Prettier has it', async () => {
  const file = new URL('../../docs/verification.md', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(verificationPage());
  const parsed = { parser: 'markdown', printWidth: 100, singleQuote: true };
  expect(await check(verificationPage(), parsed)).toBe(true);
});

test('every check is on the page once', () => {
  const codes = verificationPage().match(/^\| `[A-Z_]+` +\| [A-Z][^|]+\?/gm);
  expect(codes).toHaveLength(CHECKS.length);
});
