/** A process that opens a data folder and keeps it, for tests that kill it. */
import { openDataFolder } from '../../src/app/data-folder.js';

const [path = ''] = process.argv.slice(2);
await openDataFolder(path);
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
