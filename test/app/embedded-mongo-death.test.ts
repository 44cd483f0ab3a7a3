import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { z } from 'zod';
import { processEnded } from '../support/process-ended.js';

const support = (file: string): string =>
  fileURLToPath(new URL(`../support/${file}`, import.meta.url));

const Mongod = z.object({ pid: z.int(), uri: z.string() });

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

  const mongod = async (): Promise<{ readonly pid: number; readonly uri: string }> =>
    Mongod.parse(JSON.parse(String((await lines.next()).value)));

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s with nobody left to stop it, mongod ends too',
    async (signal) => {
      const { pid } = await mongod();
      holder.kill(signal);
      await once(holder, 'exit');
      await expect(processEnded(pid)).resolves.toBeUndefined();
    },
  );

  test('Ctrl-C reaches the hub alone, which stops mongod in order', async () => {
    const { pid, uri } = await mongod();
    if (holder.pid === undefined) throw new Error('the process did not start');
    const terminal = -holder.pid;
    process.kill(terminal, 'SIGSTOP');
    expect(await answers(uri)).toBe(true);
    process.kill(terminal, 'SIGCONT');
    process.kill(terminal, 'SIGINT');
    expect((await lines.next()).value).toBe('stopped');
    await expect(processEnded(pid)).resolves.toBeUndefined();
  });
});

/** A mongod that got the signal of the terminal too does not answer any more. */
async function answers(uri: string): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    const ping = await client.db('admin').command({ ping: 1 });
    return ping['ok'] === 1;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
