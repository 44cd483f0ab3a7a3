import { describe, expect } from '@jest/globals';
import { importRoute } from '../../gateway/import/index.js';
import { homeRoute } from '../../gateway/web/index.js';
import type { GraphClient } from '../../gateway/web/index.js';
import { bake } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import { browserTest } from '../support/chromium.js';
import { routeServer } from '../support/route-server.js';

const ADDRESS = 'https://issuer.example/1';
const BAKED = Buffer.from(bake(samplePng(), ADDRESS));
const me = { id: 'ern_1', displayName: 'Ada', emails: [] };
const imported: unknown[] = [];

const graph: GraphClient = ({ query, variables }) => {
  if (query.includes(' me ')) return Promise.resolve({ data: { me } });
  imported.push(variables?.['input']);
  const report = { verdict: 'VALID', version: 'V2_0', checkedAt: '', findings: [] };
  const badge = { id: 'bdg_1', name: 'Welding' };
  return Promise.resolve({ data: { importBadge: { badge, offer: null, report } } });
};
const session = () => 't0ken';

/** Chromium sends `Sec-Fetch-Site` to the first, and only `Origin` to the second. */
describe.each(['127.0.0.1', 'hub.test'])('importing with a browser at http://%s', (name) => {
  const serving = routeServer([
    homeRoute({ graph, session, playground: false, mailbox: false }),
    importRoute({ graph, session, publicUrl: undefined }),
  ]);

  browserTest(
    'goes from the start page to a file or an address, and to what became of it',
    async (browser) => {
      const { url } = await serving;
      const page = await browser.newPage();
      const done = page.getByRole('heading', { name: 'It is in your backpack' });

      await page.goto(url.replace('127.0.0.1', name));
      await page.getByRole('link', { name: 'Import a badge' }).click();
      const file = { name: 'badge.png', mimeType: 'image/png', buffer: BAKED };
      await page.getByLabel('Badge file').setInputFiles(file);
      await page.getByRole('button', { name: 'Import the file' }).click();
      await done.waitFor();
      expect(imported.at(-1)).toEqual({ image: BAKED.toString('base64') });

      await page.getByRole('link', { name: 'Import another badge' }).click();
      await page.getByLabel('Address of the badge').fill(ADDRESS);
      await page.getByRole('button', { name: 'Import from there' }).click();
      await done.waitFor();
      expect(imported.at(-1)).toEqual({ assertionUrl: ADDRESS });
    },
  );
});
