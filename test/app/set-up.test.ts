import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from '../../src/app/set-up/build.mjs';
import { checkNode } from '../../src/app/set-up/check-node.mjs';
import { isInstalled, whyNpmFailed } from '../../src/app/set-up/install-packages.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the check of the Node version', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '24.1.0'])('lets %s through', (version) => {
    expect(() => {
      checkNode(version);
    }).not.toThrow();
  });

  test.each(['12.22.9', '18.20.8', '20.18.3'])('stops %s', (version) => {
    expect(() => {
      checkNode(version);
    }).toThrow(version);
  });
});

describe('the packages', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/zod': { version: '4.0.0' },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    },
  };

  test.each([
    ['when all are there', { 'node_modules/zod': { version: '4.0.0' } }, true],
    ['when one is missing', {}, false],
    ['when one has another version', { 'node_modules/zod': { version: '3.9.0' } }, false],
    [
      'when one is there that should not be',
      { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/old': { version: '1.0.0' } },
      false,
    ],
    [
      'when one for another system has another version',
      {
        'node_modules/zod': { version: '4.0.0' },
        'node_modules/other-system': { version: '2.0.0' },
      },
      false,
    ],
  ])('are known to be right or not %s', (_when, packages, right) => {
    expect(isInstalled(wanted, { packages })).toBe(right);
  });

  test('of every system are locked: npm ci refuses a lock that misses an optional one', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
      readonly packages: Record<string, { readonly optionalDependencies?: object }>;
    };
    const optional = Object.values(lock.packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    );
    const locked = Object.keys(lock.packages);
    const missing = optional.filter(
      (name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(missing).toEqual([]);
  });

  test.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', /registry does not answer/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES\nnpm error syscall mkdir', /may not be written/],
    ['npm error code EUSAGE', /disagree/],
    ['npm error something new', /something new/],
  ])('say in a sentence why npm failed with %j', (said, sentence) => {
    expect(whyNpmFailed(said)).toMatch(sentence);
  });
});

describe('the build', () => {
  let project: string;
  const lines: string[] = [];
  const buildProject = async (): Promise<'built' | 'nothing to do'> => {
    lines.length = 0;
    await build(pathToFileURL(`${project}/`), (line) => lines.push(line));
    return lines.length > 0 ? 'built' : 'nothing to do';
  };

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'hub-build-'));
    await mkdir(join(project, 'node_modules'));
    await mkdir(join(project, 'src', 'page'), { recursive: true });
    await symlink(
      join(root, 'node_modules', 'typescript'),
      join(project, 'node_modules', 'typescript'),
    );
    const settings = {
      compilerOptions: {
        rootDir: '.',
        outDir: 'dist',
        module: 'NodeNext',
        lib: ['ES5'],
        types: [],
      },
      include: ['src'],
    };
    await writeFile(join(project, 'tsconfig.build.json'), JSON.stringify(settings));
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'src', 'one.ts'), 'export const one: number = 1;\n');
    await writeFile(join(project, 'src', 'page', 'page.css'), 'p { color: black }\n');
  });

  afterEach(() => rm(project, { recursive: true, force: true }));

  test('compiles the sources and takes the other files along', async () => {
    expect(await buildProject()).toBe('built');
    expect(await readFile(join(project, 'dist/src/one.js'), 'utf8')).toContain('one = 1');
    expect(await readFile(join(project, 'dist/src/page/page.css'), 'utf8')).toContain('black');
  });

  test('is left out until a source changes, appears or goes', async () => {
    await buildProject();
    expect(await buildProject()).toBe('nothing to do');
    await utimes(join(project, 'src', 'one.ts'), 1, 1);
    expect(await buildProject()).toBe('built');
    await writeFile(join(project, 'src', 'two.ts'), 'export const two = 2;\n');
    expect(await buildProject()).toBe('built');
    await rm(join(project, 'src', 'two.ts'));
    expect(await buildProject()).toBe('built');
    expect(await buildProject()).toBe('nothing to do');
  });

  test('that failed names the error and is tried again', async () => {
    await writeFile(join(project, 'src', 'one.ts'), "export const one: number = 'one';\n");
    await expect(buildProject()).rejects.toThrow('src/one.ts(1,14)');
    await expect(buildProject()).rejects.toThrow('src/one.ts(1,14)');
  });
});

test('the set-up ends with one sentence and a failure when it does not know an option', async () => {
  const script = join(root, 'src', 'app', 'set-up', 'prepare.mjs');
  const ran = promisify(execFile)(process.execPath, [script, '--bild']);
  await expect(ran).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^.*--bild.*\n$/),
  });
});
