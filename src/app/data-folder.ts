import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { linkOnce, lockFolder } from './folder-lock.js';
import { errorCode } from './set-up/error-code.mjs';

/** The folder that holds everything one hub keeps: its secret and, when embedded, its database. */
export interface DataFolder {
  readonly path: string;
  /** The hub's secret (32 random bytes, base64url), made at the first call and the same ever after. */
  secret(): Promise<string>;
  /** Lets another hub use the folder. */
  close(): Promise<void>;
}

/** The folder cannot be used; the message is one sentence that says why. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

const SECRET_BYTES = 32;

/**
 * Opens the data folder for this process alone, making it (0700) when it is not there. The lock names
 * the process and when it was started, so a hub that was killed, even one whose process id is in use
 * again, does not keep the next one out.
 * @throws DataFolderUnusable when another hub uses it or it cannot be written
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const lock = await lockFolder(path);
    if (lock.kind === 'held') {
      throw new DataFolderUnusable(
        `Another hub (process ${lock.pid.toString()}) uses the data folder ${path}: stop it, or set HUB_DATA_DIR to another folder.`,
      );
    }
    return { path, secret: () => readOrMakeSecret(path), close: lock.unlock };
  } catch (error) {
    if (error instanceof DataFolderUnusable) throw error;
    const code = errorCode(error) ?? 'no reason given';
    throw new DataFolderUnusable(`The data folder ${path} cannot be used (${code}).`, {
      cause: error,
    });
  }
}

async function readOrMakeSecret(path: string): Promise<string> {
  const file = join(path, 'secret');
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600 });
  try {
    await linkOnce(own, file);
  } finally {
    await rm(own, { force: true });
  }
  const secret = (await readFile(file, 'utf8')).trim();
  if (Buffer.from(secret, 'base64url').length < SECRET_BYTES) {
    throw new DataFolderUnusable(`The file ${file} holds no secret; restore it from a backup.`);
  }
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return secret;
}
