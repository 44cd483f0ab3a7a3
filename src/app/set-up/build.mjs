import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, withProgress } from './run.mjs';

/** What goes into `dist`: TypeScript compiled, everything else (pages, schemas, contexts) as it is. */
const SOURCES = ['src', 'subgraphs', 'gateway', 'schema', 'examples', 'bench'];
const SETTINGS = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
const COMPILED = ['.ts', '.mjs'];

/**
 * Builds `dist` when a source has changed since the last build that went through.
 * @param {URL} rootUrl
 * @param {(line: string) => void} log
 * @throws {Error} when the sources do not compile; names the first error
 */
export async function build(rootUrl, log) {
  const root = fileURLToPath(rootUrl);
  const files = await listSources(root);
  const stampFile = join(root, 'dist', '.stamp');
  const stamp = await stampOf(root, [...files, ...SETTINGS]);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;

  await rm(stampFile, { force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { ok, said } = await withProgress(
    log,
    'Building (after every change, about half a minute)',
    () =>
      run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--pretty', 'false'], {
        cwd: root,
      }),
  );
  if (!ok) throw new Error(`The sources do not compile: ${firstError(said)}`);
  for (const file of files) {
    if (!COMPILED.includes(extname(file))) await copy(join(root, file), join(root, 'dist', file));
  }
  await writeFile(stampFile, stamp);
}

/**
 * One value for the state of all these files: names, sizes and times of the last change.
 * @param {string} root
 * @param {readonly string[]} files
 */
export async function stampOf(root, files) {
  const lines = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(root, file)).catch(() => undefined);
      return `${file} ${found?.size ?? 'none'} ${found?.mtimeMs ?? 'none'}`;
    }),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** @param {string} root */
async function listSources(root) {
  const lists = await Promise.all(
    SOURCES.map(async (folder) => {
      const entries = await readdir(join(root, folder), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
    }),
  );
  return lists.flat();
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copy(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** @param {string} said what the compiler printed */
function firstError(said) {
  const lines = said.trim().split('\n');
  return (lines.find((line) => line.includes('error TS')) ?? lines[0] ?? 'no reason given').trim();
}
