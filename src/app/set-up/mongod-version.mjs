import { run } from './run.mjs';

const ANSWER_WITHIN_MS = 10_000;
const OLDEST_MAJOR = 6;

/**
 * A MongoDB server program that can be started. `series` ("6.0") is what data on disk is bound to.
 * @typedef {{ path: string, version: string, series: string }} Mongod
 */

/**
 * Asks a mongod who it is; this also shows that it can run on this machine at all.
 * @param {string} path
 * @param {string} [series] the only release series that may open the data, for example "6.0"
 * @returns {Promise<Mongod | { because: string }>} the mongod, or why it cannot be used
 */
export async function askVersion(path, series) {
  const { ok, said } = await run(path, ['--version'], { timeoutMs: ANSWER_WITHIN_MS });
  const found = /db version v(?<version>(?<major>\d+)\.(?<minor>\d+)\.\d+)/.exec(said)?.groups;
  if (!ok || found === undefined) return { because: `it does not run (${firstLine(said)})` };
  const { version = '', major = '', minor = '' } = found;
  if (Number(major) < OLDEST_MAJOR) return { because: `it is ${version}, older than 6.0` };
  const own = `${major}.${minor}`;
  if (series !== undefined && own !== series) {
    return { because: `it is ${version}, but the data on disk was written by ${series}` };
  }
  return { path, version, series: own };
}

/** @param {string} text */
export function firstLine(text) {
  return text.trim().split('\n', 1)[0]?.slice(0, 200) || 'no output';
}
