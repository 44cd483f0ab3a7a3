// Runs before anything is installed: `npm start`, `npm test` and the other scripts call it first.
// Only Node itself may be imported here, and old Nodes must be able to read this file to be told so.
import { checkNode } from './check-node.mjs';

const OPTIONS = ['--no-build', '--mongo'];

/** @param {readonly string[]} options `--no-build`: packages only; `--mongo`: a MongoDB as well */
async function prepare(options) {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined)
    throw new Error(`There is no option ${unknown} (${OPTIONS.join(', ')}).`);
  checkNode(process.versions.node);
  const { installPackages } = await import('./install-packages.mjs');
  const root = new URL('../../../', import.meta.url);
  await installPackages(root, log);
  if (!options.includes('--no-build')) {
    const { build } = await import('./build.mjs');
    await build(root, log);
  }
  if (options.includes('--mongo') && !process.env['HUB_MONGODB_URI']) {
    const { findMongod } = await import('./find-mongod.mjs');
    await findMongod({ log });
  }
}

/** @param {string} line */
function log(line) {
  process.stderr.write(`${line}\n`);
}

prepare(process.argv.slice(2)).catch((/** @type {unknown} */ error) => {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
