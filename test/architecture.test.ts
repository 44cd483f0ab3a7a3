import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cruise } from 'dependency-cruiser';
import type { IForbiddenRuleType, IReporterOutput } from 'dependency-cruiser';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import config from '../.dependency-cruiser.mjs';
import { PLANTED_IMPORTS } from './architecture/planted-imports.js';
import { SOUND_IMPORTS } from './architecture/sound-imports.js';

const rules: readonly IForbiddenRuleType[] = config.forbidden;
let folder: string;
let broken: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planted-'));
  for (const [file, text] of plantedTree()) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  broken = await brokenRules(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the import rules', () => {
  test.each(PLANTED_IMPORTS)('$breaks catches $from', ({ breaks, from }) => {
    expect(broken.get(from)).toContain(breaks);
  });

  test.each(Object.keys(SOUND_IMPORTS))('nothing is said against %s', (file) => {
    expect(broken.get(file)).toBeUndefined();
  });

  test('each has a planted violation', () => {
    const seen = new Set(PLANTED_IMPORTS.map(({ breaks }) => breaks));
    expect(rules.map(({ name }) => name).filter((name) => !seen.has(name ?? ''))).toEqual([]);
  });
});

/** The planted files, and an empty module for everything of ours that they import. */
function plantedTree(): ReadonlyMap<string, string> {
  const importing = [
    ...PLANTED_IMPORTS.map(({ from, imports }) => [from, imports] as const),
    ...Object.entries(SOUND_IMPORTS).map(
      ([file, modules]) => [file, modules.map((name) => `import '${name}';`).join('\n')] as const,
    ),
  ];
  const imported = importing.flatMap(([from, text]) =>
    [...text.matchAll(/'(\.[^']+)'/g)].map(([, target = '']) =>
      posix.join(posix.dirname(from), target).replace(/\.js$/, '.ts'),
    ),
  );
  return new Map([
    ...imported.map((file) => [file, 'export {};'] as const),
    ...importing,
    ['src/app/there.ts', `import './here.js';`],
    ['package.json', JSON.stringify({ type: 'module', devDependencies: { jest: '30' } })],
    ['tsconfig.json', '{}'],
    ['node_modules/jest/package.json', JSON.stringify({ name: 'jest', main: 'index.js' })],
    ['node_modules/jest/index.js', ''],
  ]);
}

/** Which rules each file of the tree breaks. */
async function brokenRules(baseDir: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { tsConfig: _, ...options } = config.options;
  const { output }: IReporterOutput = await cruise(
    ['src', 'subgraphs', 'gateway', 'test', 'examples'],
    { ...options, baseDir, validate: true, ruleSet: { forbidden: [...rules] } },
  );
  if (typeof output === 'string') throw new Error('the cruise did not give a result as data');
  const found = new Map<string, string[]>();
  for (const { from, rule } of output.summary.violations) {
    found.set(from, [...(found.get(from) ?? []), rule.name]);
  }
  return found;
}
