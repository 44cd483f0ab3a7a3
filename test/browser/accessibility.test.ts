import { describe, expect, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startJourney } from '../journeys/journey.js';
import { violationsOf } from '../support/axe.js';
import { browserTest } from '../support/chromium.js';

jest.setTimeout(180_000);

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const;

const EMAIL = 'operator@example.org';
const CONSENT_SCOPE = 'openid offline_access profile:read badges:read collections:read';

/** Signs a browser in by the mailed link. */
async function signIn(page: Page, hub: string, nextLink: () => Promise<{ token: string }>) {
  await page.goto(`${hub}/sign-in`);
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(EMAIL);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await page.goto(`${hub}/sign-in?token=${(await nextLink()).token}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Signed in as').waitFor();
}

describe('every page', () => {
  const journey = startJourney('one process', () => ({
    HUB_OPERATORS: EMAIL,
    HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '100',
  }));

  /** What a page looks like to whom and where; with an app that asks to be connected. */
  async function pages(hub: string): Promise<readonly string[]> {
    const registered = await fetch(`${hub}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Wall of badges',
        client_uri: 'https://bücher.example',
        redirect_uris: ['https://wall.example/back'],
      }),
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const consent = new URLSearchParams({
      client_id,
      response_type: 'code',
      redirect_uri: 'https://wall.example/back',
      scope: CONSENT_SCOPE,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      prompt: 'consent',
    });
    return [
      '/',
      '/sign-in',
      '/sign-in?token=none',
      '/confirm-email?token=none',
      '/account',
      '/account/addresses',
      '/account/sessions',
      '/account/apps',
      '/account/issuers',
      '/account/collections',
      '/account/links',
      '/developers',
      '/operator',
      `/oauth/authorize?${consent.toString()}`,
      '/oauth/authorize?client_id=none',
      '/none',
      '/import',
      '/baker',
    ];
  }

  const open = async (browser: Browser, look: (typeof LOOKS)[number]): Promise<BrowserContext> =>
    browser.newContext({
      bypassCSP: true,
      colorScheme: look.colorScheme,
      viewport: { width: look.width, height: 900 },
    });

  browserTest(
    'passes axe in light and dark, wide and narrow, and never scrolls sideways',
    async (browser) => {
      const { hub, mails } = journey;
      const she = await journey.earner(EMAIL);
      await journey.collection(she, [await journey.badge(she)]);
      await hub.data(
        'mutation { registerClient(input: { name: "Board", url: "https://board.example" }) { clientId } trustIssuer(issuer: "https://issuer.example/") { id } }',
        {},
        she.token,
      );
      const paths = await pages(hub.url);
      const found: Record<string, readonly string[]> = {};
      for (const look of LOOKS) {
        const context = await open(browser, look);
        const page = await context.newPage();
        await signIn(page, hub.url, () => mails.nextLink(EMAIL));
        for (const path of paths) {
          await page.goto(hub.url + path);
          const wide = await page.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          const problems = [
            ...(await violationsOf(page)),
            ...(wide > 0 ? [`scrolls sideways by ${String(wide)} px`] : []),
          ];
          if (problems.length > 0) found[`${path} ${look.colorScheme}`] = problems;
        }
        await context.close();
      }
      expect(found).toEqual({});
    },
  );

  browserTest(
    'runs with its policy on, says nothing to the console, and is worked by keyboard alone',
    async (browser) => {
      const { hub, mails } = journey;
      const context = await browser.newContext();
      const page = await context.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      await signIn(page, hub.url, () => mails.nextLink(EMAIL));
      const problems: string[] = [];
      for (const path of await pages(hub.url)) {
        await page.goto(hub.url + path);
        const controls = await page
          .locator('a[href], button, input:not([type=hidden]), textarea')
          .count();
        const reached = new Set<string>();
        for (let step = 0; step < controls + 2; step += 1) {
          await page.keyboard.press('Tab');
          const at = await page.evaluate<string>(
            `(() => { const one = document.activeElement; const all = [...document.querySelectorAll('*')];
              const outline = getComputedStyle(one).outlineStyle;
              return one === document.body ? '' : all.indexOf(one) + ' ' + one.tagName + ' ' + outline; })()`,
          );
          if (at !== '') reached.add(at);
        }
        if ([...reached].some((at) => at.endsWith(' none')))
          problems.push(`${path}: focus is not seen`);
        // Of radio buttons with one name, only the chosen one is a stop.
        const radios = await page.locator('input[type=radio]').count();
        const stops = controls - Math.max(0, radios - 1);
        if (reached.size < stops)
          problems.push(`${path}: ${String(reached.size)} of ${String(stops)}`);
      }
      expect(problems).toEqual([]);
      expect(said.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
      await context.close();
    },
  );
});
