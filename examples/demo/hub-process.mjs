import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/src/app/cli.js', import.meta.url));
const READY = /^Backpack Hub is ready at (\S+)$/;
const STOPS_WITHIN_MS = 30_000;
const LOG_CHARACTERS = 4_000;

/**
 * A hub in a process of its own, on a free port, with a data folder of its own that goes with it.
 * It has to be stopped in any case, ready or not.
 * @param {{ privateOrigins: string }} options origins on this machine the hub may fetch badges from
 */
export function startHub({ privateOrigins }) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'backpack-hub-demo-'));
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: {
      ...ownSettingsRemoved(process.env),
      HUB_PORT: '0',
      HUB_DATA_DIR: dataFolder,
      HUB_PRIVATE_ORIGINS: privateOrigins,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Promise<{ code: number | null, signal: string | null }>} */
  const exited = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = (log + String(chunk)).slice(-LOG_CHARACTERS);
  });

  /** Ends the process as Ctrl-C would; resolves to its exit code. */
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    const { code } = await exited;
    clearTimeout(late);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    return code;
  };

  const endedEarly = exited.then(({ code, signal }) => {
    throw new Error(`the hub ended with ${String(code ?? signal)}:\n${log}`);
  });
  const ready = Promise.race([readyAt(child.stdout), endedEarly]);
  // Nobody may be waiting for it when the demo is interrupted.
  ready.catch(() => undefined);
  return {
    /** Its address, once it serves. */
    ready,
    stop,
  };
}

/**
 * The address in the last line before the hub serves; what it prints later is read and left.
 * @param {import('node:stream').Readable} output
 * @returns {Promise<string>}
 */
function readyAt(output) {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const url = READY.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/**
 * The demo is the same on every machine, however its hub is set up.
 * @param {NodeJS.ProcessEnv} env
 */
function ownSettingsRemoved(env) {
  const others = Object.entries(env).filter(
    ([name]) => !name.startsWith('HUB_') && name !== 'NODE_ENV',
  );
  return Object.fromEntries(others);
}
