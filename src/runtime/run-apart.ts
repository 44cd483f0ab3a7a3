import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createGate } from './guarded-fetch/index.js';

export interface ApartOptions {
  readonly args: readonly string[];
  /** On its standard input. */
  readonly input: Uint8Array;
  /** Then it is killed. */
  readonly deadlineMs: number;
  readonly maxOutputBytes: number;
}

/** Each is busy with a core and its memory. */
const MOST_AT_ONCE = 2;
const IN_LINE_MS = 10_000;
const enter = createGate(MOST_AT_ONCE);

/**
 * Runs a script of ours in a Node process of its own, without the hub's environment and so without its
 * secrets: for work on other people's input that may go on without end, or bring down who does it.
 * Answers with what it wrote.
 * @throws Error when it failed, took too long, or had to wait too long for its turn
 */
export function runApart(script: URL, options: ApartOptions): Promise<Buffer> {
  return enter(() => run(script, options), AbortSignal.timeout(IN_LINE_MS));
}

function run(
  script: URL,
  { args, input, deadlineMs, maxOutputBytes }: ApartOptions,
): Promise<Buffer> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    env: {},
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
    // What it complains of may repeat its input, which is none of our log's business.
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (piece: Buffer) => {
      sizeBytes += piece.length;
      if (sizeBytes > maxOutputBytes) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(pieces));
      else reject(new Error(`a process apart ended with ${signal ?? `code ${String(code)}`}`));
    });
    // It may end before it has read everything; that it ended is what counts.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
