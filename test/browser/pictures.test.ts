import { describe, expect } from '@jest/globals';
import { PNG } from 'pngjs';
import { bakerRoute } from '../../gateway/pictures/baker-route.js';
import { imageRoute } from '../../gateway/pictures/image-route.js';
import { samplePng } from '../support/badges.js';
import { browserTest } from '../support/chromium.js';
import { routeServer } from '../support/route-server.js';

/** Worse than what the hub shows, for whatever a sanitiser may miss one day. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">
  <style>circle { fill: rgb(200, 30, 30) }</style>
  <script>document.documentElement.setAttribute('class', 'ran')</script>
  <circle cx="45" cy="45" r="45"/></svg>`;

describe('pictures in a browser', () => {
  const asked: string[] = [];
  const serving = routeServer([
    imageRoute({
      image: () => Promise.resolve({ format: 'svg', bytes: new TextEncoder().encode(SVG) }),
    }),
    bakerRoute({
      pictures: {
        bakeHosted: (url) => {
          asked.push(url);
          return Promise.resolve({ kind: 'baked', format: 'png', bytes: samplePng() });
        },
      },
      verifications: { take: () => Promise.resolve() },
    }),
  ]);

  browserTest('somebody bakes a badge by the form and gets a file', async (browser) => {
    const { url } = await serving;
    const page = await browser.newPage();
    await page.goto(`${url}/baker`);
    await page
      .getByRole('textbox', { name: 'Address of the assertion' })
      .fill('https://issuer.example/assertions/1?a=b&c=d');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Bake' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^[0-9a-f]{32}\.png$/);
    expect(asked).toEqual(['https://issuer.example/assertions/1?a=b&c=d']);
  });

  browserTest(
    'an SVG that is opened as a page is drawn, styled, and runs nothing',
    async (browser) => {
      const { url } = await serving;
      const page = await browser.newPage();
      const trouble: string[] = [];
      page.on('console', (message) => trouble.push(message.text()));
      await page.goto(`${url}/images/img_1/original`);
      await page.locator('circle').waitFor();
      const shot = await page.screenshot({ clip: { x: 40, y: 40, width: 10, height: 10 } });
      expect([...PNG.sync.read(shot).data.subarray(0, 3)]).toEqual([200, 30, 30]);
      expect(trouble.join()).toMatch(/script/i);
      expect(await page.locator('svg.ran').count()).toBe(0);
    },
  );
});
