import { describe, expect, jest } from '@jest/globals';
import { startJourney } from '../journeys/journey.js';
import { browserTest } from '../support/chromium.js';

// A process of the hub is ready in two seconds, and on a busy machine in twenty.
jest.setTimeout(120_000);

describe('a hub in a browser', () => {
  const journey = startJourney('one process');

  browserTest(
    'she signs in by the mailed link, and the playground knows her and follows her collection',
    async (browser) => {
      const { hub, mails } = journey;
      const she = await journey.earner('browser@example.org');
      const id = await journey.collection(she);
      const page = await browser.newPage();
      const answerWith = (text: string) =>
        page.locator('.result-window').getByText(text).first().waitFor();
      const play = async (query: string): Promise<void> => {
        await page.goto(`${hub.url}/playground?query=${encodeURIComponent(query)}`);
        await page.getByText(query).first().waitFor();
        await page.getByRole('button', { name: /execute query/i }).click();
      };

      await play('{ me { emails { address } } }');
      await answerWith('null');

      await page.goto(hub.url);
      await page.getByRole('textbox', { name: 'E-mail address' }).fill(she.email);
      await page.getByRole('button', { name: 'Send me a link' }).click();
      const { token } = await mails.nextLink(she.email);
      await page.goto(`${hub.url}/sign-in?token=${token}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(`Signed in as ${she.email}`).waitFor();

      await play('{ me { emails { address } } }');
      await answerWith(she.email);

      await play(`subscription { collectionChanges(collection: "${id}") { __typename } }`);
      await answerWith('SnapshotRequired');
      await hub.data(
        'mutation ($id: ID!) { updateCollection(id: $id, input: { name: "Yours" }) { rev } }',
        { id },
        she.token,
      );
      await answerWith('CollectionChange');
      const cookies = await page.context().cookies();
      expect(cookies.map(({ name }) => name).sort()).toEqual(['hub_browser', 'hub_session']);
      for (const cookie of cookies)
        expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    },
  );
});
