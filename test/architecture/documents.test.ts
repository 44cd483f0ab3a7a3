import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['docs', 'examples', 'gateway', 'schema', 'src', 'subgraphs', 'test'];

const documents = [
  ...(await readdir(ROOT)).filter((name) => name.endsWith('.md')),
  ...(await filesBelow('docs')).filter((name) => name.endsWith('.md')),
];

describe('the documents', () => {
  let files: readonly string[];
  beforeAll(async () => {
    const below = await Promise.all(FOLDERS.map(filesBelow));
    files = [...(await readdir(ROOT)), ...below.flat()];
  });

  /** A file by its path or by the end of it, or a folder. */
  const isThere = (path: string): boolean =>
    files.some(
      (file) =>
        file === path ||
        file.startsWith(`${path}/`) ||
        file.endsWith(path.startsWith('.') ? path : `/${path}`),
    );

  test.each(documents)('%s names only files that exist', async (document) => {
    const text = await readFile(join(ROOT, document), 'utf8');
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|js|md|graphql))`/g)];
    expect(named.map(([, path = '']) => path).filter((path) => !isThere(path))).toEqual([]);
  });

  test.each(documents)('%s links only to what exists', async (document) => {
    const text = await readFile(join(ROOT, document), 'utf8');
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path = '']) =>
      posix.join(posix.dirname(document), path),
    );
    expect(linked.filter((path) => !isThere(path))).toEqual([]);
  });
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
  return entries.map((entry) => posix.join(folder, entry));
}
