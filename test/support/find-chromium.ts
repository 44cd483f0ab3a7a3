import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A browser that may run here. */
export interface FoundChromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One place to look for a browser. */
export interface Place {
  /** For the sentence that says why there is none. */
  readonly name: string;
  find(): Promise<FoundChromium> | FoundChromium | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Where a browser may be, in order: `CHROME_PATH` and nothing else when that is set; else what is on PATH;
 * else the one inside the npm package @sparticuz/chromium.
 */
export function placesOfChromium(env: Environment): readonly Place[] {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    return [{ name: 'the browser CHROME_PATH names', find: () => plain(named) }];
  }
  const onPath = ON_PATH.map((name) => ({
    name: `${name} on PATH`,
    find: () => plain(onPathOf(name, env)),
  }));
  return [...onPath, { name: 'the npm package @sparticuz/chromium', find: unpacked }];
}

const plain = (executablePath: string | undefined): FoundChromium | undefined =>
  executablePath === undefined ? undefined : { executablePath, env: {} };

const onPathOf = (name: string, env: Environment): string | undefined =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of the package with the libraries and the font it carries, unpacked once per version into the
 * temporary folder (206 MB). Several test files may do this at the same time.
 */
async function unpacked(): Promise<FoundChromium> {
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `hub-test-chromium-${versionOfPackage()}-${String(user)}`);
  if (!existsSync(folder)) await unpackInto(folder);
  // The name can be guessed, and what is in there will be run.
  if ((await stat(folder)).uid !== user) throw new Error(`${folder} is somebody else's`);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

async function unpackInto(folder: string): Promise<void> {
  const half = await mkdtemp(`${folder}-`);
  const options = {
    // The package unpacks into its temporary folder, its libraries only on AWS Lambda.
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: half, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    cwd: import.meta.dirname,
  };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], options);
  await mkdir(join(half, 'font-cache'));
  await writeFile(join(half, 'fonts.conf'), fontsIn(folder));
  try {
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

const UNPACK = "await (await import('@sparticuz/chromium')).default.executablePath();";

const versionOfPackage = (): string => {
  const load = createRequire(import.meta.url);
  const door = load.resolve('@sparticuz/chromium');
  return (load(join(dirname(door), '../../package.json')) as { version: string }).version;
};

/** That of the package names folders of AWS Lambda. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
