import { spawn } from 'node:child_process';

const TAIL_CHARACTERS = 64_000;
const HEARTBEAT_MS = 5000;

/**
 * Runs a program to its end. Never throws for a program that fails: what it said is in `said`.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, show?: boolean }} [options]
 *   `show` passes the program's output on to the person while it runs.
 * @returns {Promise<{ ok: boolean, said: string }>} `said` is the last part of both outputs.
 */
export function run(program, args, { cwd, env, timeoutMs, show = false } = {}) {
  return new Promise((resolve) => {
    let said = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      said = (said + chunk.toString()).slice(-TAIL_CHARACTERS);
      if (show) process.stderr.write(chunk);
    };
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs !== undefined && { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      resolve({ ok: false, said: error.message });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, said });
    });
  });
}

/**
 * Says what a long step does and, every five seconds, that it is still at it.
 * @template T
 * @param {(line: string) => void} log
 * @param {string} what for example "Installing the packages"
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function withProgress(log, what, step) {
  const startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 1000).toString();
  log(`${what} …`);
  const heartbeat = setInterval(() => {
    log(`${what}: still at it after ${seconds()} s …`);
  }, HEARTBEAT_MS);
  try {
    return await step();
  } finally {
    clearInterval(heartbeat);
  }
}
