import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const Remembered = z.object({
  /** The port the replica set was configured with; started on another one it must be told. */
  port: z.int().min(1024).max(65_535),
  /** The MongoDB release series ("6.0") that wrote the data; others refuse to open it. */
  series: z.string().regex(/^\d+\.\d+$/),
});

export type Remembered = z.infer<typeof Remembered>;

/**
 * What the last start noted beside the data; undefined before the first one. A damaged note (the power
 * may fail) counts as none: the set is moved to its new port, and mongod itself checks the release.
 */
export async function readRemembered(file: string): Promise<Remembered | undefined> {
  try {
    return Remembered.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the note in one step: a crash leaves the old one or the new one. */
export async function remember(file: string, note: Remembered): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
