import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * When a process was started, in words that differ for every process that ever had this id on this
 * machine (process ids are used again, and a container's first process always has the same one).
 * Undefined when there is no such process.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    return process.platform === 'linux' ? await linuxStart(pid) : await startFromPs(pid);
  } catch {
    return undefined;
  }
}

/** Field 22 of proc(5) `stat`: clock ticks since boot. The name in field 2 may hold spaces and `)`. */
async function linuxStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8');
  const [state, ...afterState] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()} ${afterState[18] ?? ''}`;
}

async function startFromPs(pid: number): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', pid.toString()]);
  return stdout.trim() || undefined;
}
