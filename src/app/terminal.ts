import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { EXIT, FileUnusable } from './commands/index.js';
import type { Terminal } from './commands/index.js';

/** Above every badge and picture: what never ends is not read for ever. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;
const COLUMNS = 80;

/** The terminal this process was started from, or whatever stands in for one. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdin, stdout, stderr, env } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads the output may have seen enough: `hub … | head` is no trouble.
    if (error.code === 'EPIPE') return;
    stderr.write(`${unusable('written', '-', error).message}\n`);
    process.exit(EXIT.file);
  });
  return {
    env,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    readBytes: (path) => readAll(path === '-' ? stdin : createReadStream(path), path),
    writeBytes: (path, bytes) => (path === '-' ? send(stdout, bytes) : write(path, bytes)),
    // A screen that does not know how wide it is says 0.
    ...(stdout.isTTY && { screen: { columns: stdout.columns || COLUMNS } }),
    setExitCode(code) {
      process.exitCode = code;
    },
  };
}

async function readAll(stream: Readable, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_FILE_BYTES) throw tooLarge(path);
    }
  } catch (error) {
    throw error instanceof FileUnusable ? error : unusable('read', path, error);
  }
  return Buffer.concat(chunks);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch((error: unknown) => {
    throw unusable('written', path, error);
  });
}

function send(stdout: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    // What goes wrong here is dealt with above.
    stdout.write(bytes, () => {
      resolve();
    });
  });
}

type Done = 'read' | 'written';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'this is not allowed',
  EPERM: 'this is not allowed',
  EROFS: 'nothing can be written there',
  ENOSPC: 'there is no space left',
};

function unusable(done: Done, path: string, error: unknown): FileUnusable {
  const { code = '' } = error as NodeJS.ErrnoException;
  return new FileUnusable(`${nameOf(path, done)} cannot be ${done}: ${REASONS[code] ?? code}.`);
}

function tooLarge(path: string): FileUnusable {
  return new FileUnusable(`${nameOf(path, 'read')} is larger than any badge.`);
}

function nameOf(path: string, done: Done): string {
  if (path !== '-') return path;
  return done === 'read' ? 'Standard input' : 'Standard output';
}
