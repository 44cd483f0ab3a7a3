import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const LOOK_EVERY_MS = 50;
const LOOKS = 400;

/**
 * Ends a mongod that a killed hub left on these data and waits until it is gone. mongodb-memory-server's
 * watcher looks every two seconds only, and a hub that was killed may be back before that.
 * @throws Error when it does not end within twenty seconds
 */
export async function endOrphan(dbPath: string, log: (line: string) => void): Promise<void> {
  const pid = await lockedBy(dbPath);
  if (pid === undefined || !(await isMongodOn(pid, dbPath))) return;
  log(`A MongoDB of a hub that was killed still runs (process ${pid.toString()}): ending it …`);
  process.kill(pid, 'SIGTERM');
  for (let look = 0; look < LOOKS; look += 1) {
    if (!(await isMongodOn(pid, dbPath))) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`The MongoDB of process ${pid.toString()} does not end; end it by hand.`);
}

/** mongod writes its process id into this file and empties it when it ends in order. */
async function lockedBy(dbPath: string): Promise<number | undefined> {
  const text = await readFile(join(dbPath, 'mongod.lock'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

/** Process ids are used again: only a process that was started on this very folder is ours. */
async function isMongodOn(pid: number, dbPath: string): Promise<boolean> {
  const command = await commandOf(pid);
  return command.includes('mongod') && command.includes(dbPath);
}

async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return await readFile(`/proc/${pid.toString()}/cmdline`, 'utf8');
    }
    const ps = await promisify(execFile)('ps', ['-o', 'args=', '-p', pid.toString()]);
    return ps.stdout;
  } catch {
    return '';
  }
}
