import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DataFolderUnusable, openDataFolder } from '../../src/app/data-folder.js';
import { processStart } from '../../src/app/process-identity.js';

const support = (file: string): string =>
  fileURLToPath(new URL(`../support/${file}`, import.meta.url));

describe('the data folder', () => {
  let parent: string;
  let path: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'hub-folder-'));
    path = join(parent, 'deep', 'data');
  });

  afterEach(() => rm(parent, { recursive: true, force: true }));

  const permissions = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

  test('is made for its owner alone', async () => {
    await openDataFolder(path);
    expect(await permissions(path)).toBe(0o700);
  });

  test('is refused to a second hub until the first one closes it', async () => {
    const first = await openDataFolder(path);
    await expect(openDataFolder(path)).rejects.toThrow(DataFolderUnusable);
    await first.close();
    await first.close();
    await expect(openDataFolder(path)).resolves.toMatchObject({ path });
  });

  test('goes to exactly one of many hubs that find it abandoned at the same time', async () => {
    await abandon(path);
    const hubs = await Promise.allSettled(Array.from({ length: 12 }, () => openDataFolder(path)));
    expect(hubs.filter((hub) => hub.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(path)).toEqual(['lock.2']);
  });

  test('opens again after the hub that had it was killed, and not while it lives', async () => {
    const program = [support('data-folder-process.ts'), path];
    const hub = spawn(
      process.execPath,
      ['--import', support('typescript-register.js'), ...program],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    await once(createInterface(hub.stdout), 'line');
    await expect(openDataFolder(path)).rejects.toThrow(DataFolderUnusable);
    hub.kill('SIGKILL');
    await once(hub, 'exit');
    await expect(openDataFolder(path)).resolves.toMatchObject({ path });
  });

  test.each([
    ['of a process whose id another one has now', { pid: process.pid, start: 'before' }],
    ['of a process that is gone', { pid: 2 ** 22 + 1, start: 'before' }],
    ['that was written in part only', '{"pid":'],
  ])('is not kept closed by a lock %s', async (_what, content) => {
    await abandon(path, content);
    await expect(openDataFolder(path)).resolves.toMatchObject({ path });
  });

  test('cannot be a file', async () => {
    await writeFile(join(parent, 'file'), '');
    await expect(openDataFolder(join(parent, 'file'))).rejects.toThrow(DataFolderUnusable);
  });

  test('keeps one secret that nobody else may read', async () => {
    const first = await openDataFolder(path);
    const [secret, again] = await Promise.all([first.secret(), first.secret()]);
    expect(again).toBe(secret);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    await chmod(join(path, 'secret'), 0o644);
    await first.close();
    const second = await openDataFolder(path);
    expect(await second.secret()).toBe(secret);
    expect(await permissions(join(path, 'secret'))).toBe(0o600);
    expect(await readdir(path)).toEqual(['lock.2', 'secret']);
  });

  test('does not make a new secret over a damaged one', async () => {
    const folder = await openDataFolder(path);
    await writeFile(join(path, 'secret'), 'short\n');
    await expect(folder.secret()).rejects.toThrow(DataFolderUnusable);
  });
});

describe('processStart', () => {
  test('is the same for the same process and undefined for none', async () => {
    const own = await processStart(process.pid);
    expect(own).toEqual(expect.any(String));
    expect(await processStart(process.pid)).toBe(own);
    expect(await processStart(2 ** 22 + 1)).toBeUndefined();
  });
});

async function abandon(
  path: string,
  content: unknown = { pid: 2 ** 22 + 1, start: 'before' },
): Promise<void> {
  const folder = await openDataFolder(path);
  await folder.close();
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(path, 'lock.1'), text);
}
