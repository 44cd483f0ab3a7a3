import { afterAll, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { placesOfChromium } from './find-chromium.js';

/** For one test: a cold browser on a busy machine takes its time. */
const BROWSER_TEST_MS = 90_000;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A second name for loopback: plain HTTP elsewhere than on localhost is no secure context.
  '--host-resolver-rules=MAP hub.test 127.0.0.1',
];

/** With an empty profile. @throws Error with one sentence that says where it looked */
async function launch(): Promise<Browser> {
  const tried: string[] = [];
  for (const { name, find } of placesOfChromium(process.env)) {
    try {
      const found = await find();
      if (found === undefined) continue;
      const env = { ...(process.env as Record<string, string>), ...found.env };
      return await chromium.launch({ executablePath: found.executablePath, args: FLAGS, env });
    } catch (error) {
      tried.push(`${name} (${firstLine(error)})`);
    }
  }
  const failed = tried.length === 0 ? '' : `; tried ${tried.join(' and ')}`;
  const says = `No browser can be started here${failed}. Set CHROME_PATH to a Chromium.`;
  // Each of the tests that fail says this one sentence; where it was thrown helps nobody.
  throw Object.assign(new Error(says), { stack: says });
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** One for each test file, started before its tests are known and closed after the last of them. */
const launched = await launch().catch((error: unknown) => error as Error);

afterAll(async () => {
  if (!(launched instanceof Error)) await launched.close();
});

const { CI = '' } = process.env;
const IS_CI = !['', '0', 'false'].includes(CI);

/** What the summary of a run looks for: see plain-summary-reporter.js. */
const NOT_TESTED = 'not tested: no browser';

/** What the linter asks of tests, it asks of those who call `browserTest`. */
const [register, leaveOut] = [test, test.skip];

/**
 * A test in a browser. Where none can be started it fails in CI; on somebody's own machine it is left out,
 * and the end of the run says so.
 */
export function browserTest(title: string, body: (browser: Browser) => Promise<void>): void {
  if (launched instanceof Error && !IS_CI) {
    leaveOut(`${title} (${NOT_TESTED})`, () => undefined);
    return;
  }
  const run = (): Promise<void> =>
    launched instanceof Error ? Promise.reject(launched) : body(launched);
  register(title, run, BROWSER_TEST_MS);
}
