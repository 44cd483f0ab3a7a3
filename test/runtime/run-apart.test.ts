import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runApart } from '../../src/runtime/index.js';

describe('work in a process apart', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-apart-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  let scripts = 0;
  async function run(script: string, options: Partial<Parameters<typeof runApart>[1]> = {}) {
    scripts += 1;
    const file = join(folder, `script-${String(scripts)}.mjs`);
    await writeFile(file, script);
    const defaults = {
      args: [],
      input: Buffer.from('in'),
      deadlineMs: 20_000,
      maxOutputBytes: 100,
    };
    return runApart(pathToFileURL(file), { ...defaults, ...options });
  }

  test('takes bytes in and gives bytes out', async () => {
    const script = `
      const pieces = [];
      for await (const piece of process.stdin) pieces.push(piece);
      process.stdout.write(Buffer.concat([Buffer.from(process.argv[2]), ...pieces]));`;
    const input = Buffer.from([0, 255, 10]);
    expect(await run(script, { args: ['x'], input })).toEqual(Buffer.from([120, 0, 255, 10]));
  });

  test('knows nothing of the settings and secrets of the hub', async () => {
    process.env['HUB_SECRET'] = 'a secret';
    const output = await run('process.stdout.write(String(process.env.HUB_SECRET));');
    delete process.env['HUB_SECRET'];
    expect(output.toString()).toBe('undefined');
  });

  test.each([
    ['goes on without end', 'for (;;);', { deadlineMs: 300 }, 'SIGKILL'],
    ['says too much', 'process.stdout.write("x".repeat(1000)); for (;;);', {}, 'SIGKILL'],
    ['breaks', `throw new Error("swordfish ${'x'.repeat(1000)}");`, {}, 'code 1'],
    ['reads nothing', 'process.exit(3);', { input: new Uint8Array(5_000_000) }, 'code 3'],
  ])('fails when the script %s', async (_, script, options, reason) => {
    const failure = await run(script, options).catch((error: unknown) => String(error));
    expect(failure).toContain(reason);
    expect(failure).not.toContain('swordfish');
  });
});
