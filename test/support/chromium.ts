import { afterAll } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** For one test: a cold browser on a busy machine takes its time. */
export const BROWSER_TEST_MS = 90_000;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium with an empty profile, closed after the last test of the file. */
export function startChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = '/usr/bin/chromium';
  const starting = chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
  afterAll(async () => (await starting).close());
  return starting;
}
