import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bake } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import { startIssuerServer } from '../support/issuer-server.js';
import type { IssuerServer } from '../support/issuer-server.js';

const PROGRAM = fileURLToPath(new URL('../../dist/src/app/cli.js', import.meta.url));

let issuer: IssuerServer;
let folder: string;
beforeAll(async () => {
  if (!existsSync(PROGRAM)) throw new Error('The hub is not built: run `npm run build` first.');
  issuer = await startIssuerServer();
  folder = await mkdtemp(join(tmpdir(), 'hub-commands-'));
});
afterAll(async () => {
  await issuer.close();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs the built program in an empty folder, with no database and none of this run's settings. */
async function hub(words: readonly string[], input?: Uint8Array): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: { HUB_PRIVATE_ORIGINS: issuer.origin, HUB_MONGODB_URI: 'mongodb://127.0.0.1:1/none' },
  });
  const ended = once(child, 'close');
  // A program that has said no may not have read to the end.
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  const [exitCode] = (await ended) as [number];
  return { exitCode, stdout, stderr };
}

const put = async (name: string, content: Uint8Array | string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return name;
};

describe('the program', () => {
  test('verifies what it is piped, and prints no colours into a pipe', async () => {
    const { assertion } = issuer.issue();
    const picture = bake(samplePng(), JSON.stringify(assertion));
    const { exitCode, stdout, stderr } = await hub(['verify', '-'], picture);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.toString()).toMatch(/^Welding, level 1\n/);
    expect(stdout.toString()).toMatch(/\n✔ VALID: .+\n$/);
    expect(stdout.toString()).not.toContain('\u001b');
  });

  test('bakes and unbakes between files and pipes, byte for byte', async () => {
    const badge = JSON.stringify(issuer.issue().assertion);
    const picture = await put('picture.png', samplePng());
    const credential = await put('badge.json', badge);
    const piped = await hub(['bake', picture, '--credential', credential]);
    expect(piped).toMatchObject({ exitCode: 0, stderr: '' });
    const written = ['bake', picture, '--credential', credential, '--out', 'baked.png'];
    expect((await hub(written)).exitCode).toBe(0);
    expect(await readFile(join(folder, 'baked.png'))).toEqual(piped.stdout);
    const unbaked = await hub(['unbake', '-'], piped.stdout);
    expect([unbaked.exitCode, unbaked.stdout.toString()]).toEqual([0, badge]);
  });

  test.each<[number, string, () => Promise<readonly string[]>]>([
    [1, 'another verdict', async () => ['verify', await put('x.json', '{}')]],
    [1, 'nothing baked', async () => ['unbake', await put('plain.png', samplePng())]],
    [2, 'a wrong call', async () => ['verify']],
    [2, 'an unknown command', async () => ['verfy', 'x']],
    [2, 'the name of something else', async () => ['constructor']],
    [3, 'a file that is not there', async () => ['verify', 'nowhere.png']],
    [3, 'a folder', async () => ['unbake', '.']],
    [
      3,
      'a place that cannot be written',
      async () => {
        const credential = await put('b.json', '{}');
        const picture = await put('p.png', samplePng());
        return ['bake', picture, '--credential', credential, '--out', 'nowhere/baked.png'];
      },
    ],
  ])('ends with %i for %s', async (exitCode, _, words) => {
    const ended = await hub(await words());
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  test('stops reading what never ends', async () => {
    const { exitCode, stderr } = await hub(['verify', '-'], new Uint8Array(40 * 1024 * 1024));
    expect(exitCode).toBe(3);
    expect(stderr).toBe('Standard input is larger than any badge.\n');
  });

  test('says in its help how these commands end', async () => {
    const { exitCode, stdout } = await hub(['help']);
    expect(exitCode).toBe(0);
    for (const word of ['verify', 'bake', 'unbake', 'Exit codes']) {
      expect(stdout.toString()).toContain(word);
    }
  });
});
