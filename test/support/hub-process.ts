import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Settings = Readonly<Record<string, string>>;

/** One process of the built program. */
export interface HubProcess {
  readonly pid: number;
  /** Where its last line before serving says it is. */
  readonly url: string;
  /** What it wrote so far, on both outputs. */
  output(): string;
  /** Sends a signal to this process alone and waits until it has ended; its exit code, if it has one. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface EndedEarly {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = fileURLToPath(new URL('../../dist/src/app/cli.js', import.meta.url));
const READY = /^Backpack Hub is ready at (.+)$/;
const running = new Set<ChildProcess>();

/** Starts `hub …` and resolves once it is ready. @throws Error with its output when it ends before */
export async function startProcess(
  words: readonly string[],
  settings: Settings,
): Promise<HubProcess> {
  const started = await tryProcess(words, settings);
  if ('url' in started) return started;
  throw new Error(`hub ${words.join(' ')} ended early:\n${started.stdout}${started.stderr}`);
}

/** Starts `hub …`; resolves once it is ready or has ended. */
export async function tryProcess(
  words: readonly string[],
  settings: Settings,
): Promise<HubProcess | EndedEarly> {
  if (!existsSync(PROGRAM)) throw new Error('The hub is not built: run `npm run build` first.');
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited(), ...settings },
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const lines = createInterface(child.stdout);
  const ready = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      said.stdout += `${line}\n`;
      const url = READY.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const closed = once(child, 'close').then(([exitCode]) => {
    running.delete(child);
    return exitCode as number | null;
  });

  const first = await Promise.race([ready, closed.then((exitCode) => ({ exitCode }))]);
  if (typeof first !== 'string') return { ...first, ...said };
  if (child.pid === undefined) throw new Error('a process that runs has an id');
  return {
    pid: child.pid,
    url: first,
    output: () => said.stdout + said.stderr,
    end(signal) {
      child.kill(signal);
      return closed;
    },
  };
}

/** Ends what a test that failed left behind; safe to call when nothing runs. */
export async function endLeftovers(): Promise<void> {
  const ends = [...running].map(async (child) => {
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  });
  await Promise.all(ends);
}

/** This run's own settings are not the hub's. */
function inherited(): Readonly<Record<string, string | undefined>> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('HUB_') && !['NODE_OPTIONS', 'NODE_ENV'].includes(name),
  );
  return Object.fromEntries(kept);
}
