import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { processEnded } from '../support/process-ended.js';

const support = (file: string): string =>
  fileURLToPath(new URL(`../support/${file}`, import.meta.url));

describe('when the process of the hub ends', () => {
  let dataDir: string;
  let holder: ChildProcess;
  let lines: AsyncIterator<string>;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hub-death-'));
    const program = [support('embedded-mongo-process.ts'), dataDir];
    holder = spawn(process.execPath, ['--import', support('typescript-register.js'), ...program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // A process group like the one a terminal gives, so that a test can press Ctrl-C.
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    if (holder.stdout === null) throw new Error('the process has no output');
    lines = createInterface(holder.stdout)[Symbol.asyncIterator]();
  });

  afterEach(async () => {
    holder.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const mongodPid = async (): Promise<number> => Number((await lines.next()).value);

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s with nobody left to stop it, mongod ends too',
    async (signal) => {
      const pid = await mongodPid();
      holder.kill(signal);
      await once(holder, 'exit');
      await expect(processEnded(pid)).resolves.toBeUndefined();
    },
  );

  test('Ctrl-C reaches the hub alone, which stops mongod in order', async () => {
    const pid = await mongodPid();
    if (holder.pid === undefined) throw new Error('the process did not start');
    process.kill(-holder.pid, 'SIGINT');
    expect((await lines.next()).value).toBe('stopped');
    await expect(processEnded(pid)).resolves.toBeUndefined();
  });
});
