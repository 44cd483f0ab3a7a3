import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processStart } from './process-identity.js';
import { errorCode } from './set-up/error-code.mjs';

export type FolderLock =
  | { readonly kind: 'ours'; readonly unlock: () => Promise<void> }
  | { readonly kind: 'held'; readonly pid: number };

const Holder = z.object({ pid: z.int().positive(), start: z.string() });

/**
 * Locks a folder for this process. Every holder has a numbered file, `lock.7`, and the highest number
 * counts. Whoever finds its process gone makes the next number, which only one can do, and clears the
 * lower ones away; the highest is never removed, only emptied. So no moment exists in which two
 * processes could both take over a lock that a killed one left.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const own = join(folder, `own.${randomUUID()}`);
  const start = (await processStart(process.pid)) ?? '';
  await writeFile(own, JSON.stringify({ pid: process.pid, start }), { mode: 0o600 });
  try {
    return await take(folder, own);
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Gives a file that is whole a second name; never replaces another file.
 * @returns false when the name is taken
 */
export async function linkOnce(whole: string, name: string): Promise<boolean> {
  try {
    await link(whole, name);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function take(folder: string, own: string): Promise<FolderLock> {
  const last = await highest(folder);
  const pid = last === 0 ? undefined : await livingHolder(lockFile(folder, last));
  if (pid !== undefined) return { kind: 'held', pid };

  const mine = last + 1;
  const file = lockFile(folder, mine);
  if (!(await linkOnce(own, file))) return take(folder, own);
  if ((await highest(folder)) > mine) {
    // We were so slow that others went past this number and had cleared it away.
    await rm(file, { force: true });
    return take(folder, own);
  }
  for (const number of await numbers(folder)) {
    if (number < mine) await rm(lockFile(folder, number), { force: true });
  }
  let unlocking: Promise<void> | undefined;
  return { kind: 'ours', unlock: () => (unlocking ??= writeFile(file, '')) };
}

/** The process that holds this lock, if it still runs. An empty file was left in order. */
async function livingHolder(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const holder = Holder.safeParse(parseJson(text));
  if (!holder.success) return undefined;
  const { pid, start } = holder.data;
  return (await processStart(pid)) === start ? pid : undefined;
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)));
}

async function numbers(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function lockFile(folder: string, number: number): string {
  return join(folder, `lock.${number.toString()}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
