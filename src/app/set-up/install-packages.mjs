import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { run, withProgress } from './run.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/** What npm prints when it cannot go on, and the one sentence that helps. The first match counts. */
const REASONS = /** @type {const} */ ([
  [/ENOSPC/, 'the disk is full: free about 1 GB and run this again.'],
  [/EACCES|EPERM/, 'node_modules may not be written: give this folder to the user who runs this.'],
  [
    /EUSAGE|npm ci.*can only install/,
    'package.json and package-lock.json disagree: run `npm install`.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    'the npm registry does not answer: check the network and the proxy, then run this again.',
  ],
]);

/**
 * Runs `npm ci` when node_modules is missing or is not what package-lock.json says. npm writes its
 * own copy of the lock file last, so an installation that was interrupted is seen and done again.
 * @param {URL} root
 * @param {(line: string) => void} log
 * @throws {Error} with one sentence when it cannot work
 */
export async function installPackages(root, log) {
  const wanted = await readLock(new URL('package-lock.json', root));
  const present = await readLock(new URL('node_modules/.package-lock.json', root));
  if (wanted === undefined) throw new Error('package-lock.json is missing: get it back from git.');
  if (present !== undefined && isInstalled(wanted, present)) return;

  const { program, args } = npm([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const { ok, said } = await withProgress(
    log,
    'Installing the packages (once, about a minute)',
    () => run(program, args, { cwd: fileURLToPath(root) }),
  );
  if (!ok) throw new Error(`The packages cannot be installed: ${whyNpmFailed(said)}`);
}

/**
 * Packages that are optional are for other systems and may be absent; every other one must be there
 * in the locked version, and nothing else may be.
 * @param {Lock} wanted
 * @param {Lock} present
 */
export function isInstalled(wanted, present) {
  const there = present.packages ?? {};
  const locked = wanted.packages ?? {};
  const allRight = Object.entries(locked).every(([path, { version, optional, peer }]) => {
    if (path === '' || (there[path] === undefined && (optional || peer))) return true;
    return there[path] !== undefined && there[path].version === version;
  });
  return allRight && Object.keys(there).every((path) => path in locked);
}

/** @param {string} said what npm printed */
export function whyNpmFailed(said) {
  const known = REASONS.find(([pattern]) => pattern.test(said));
  if (known !== undefined) return known[1];
  const line = said.split('\n').find((text) => text.includes('error')) ?? said.trim();
  return `npm says "${line.slice(0, 200)}".`;
}

/**
 * The npm that runs this script, or else the one on the PATH (other package managers set the same
 * variable).
 * @param {readonly string[]} args
 */
function npm(args) {
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js')
    ? { program: process.execPath, args: [script, ...args] }
    : { program: 'npm', args };
}

/**
 * @param {URL} file
 * @returns {Promise<Lock | undefined>}
 */
async function readLock(file) {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(await readFile(file, 'utf8'));
    return /** @type {Lock} */ (lock);
  } catch {
    return undefined;
  }
}
