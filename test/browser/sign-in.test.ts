import { describe, expect } from '@jest/globals';
import { signInRoutes } from '../../gateway/sign-in/index.js';
import { readSessionCookie } from '../../gateway/session/session-cookie.js';
import { homeRoute } from '../../gateway/web/index.js';
import type { GraphClient } from '../../gateway/web/index.js';
import { browserTest } from '../support/chromium.js';
import { routeServer } from '../support/route-server.js';

const me = { id: 'ern_1', displayName: null, emails: [{ address: 'earner@example.org' }] };

const graph: GraphClient = ({ query }) => {
  if (query.includes('signIn(')) {
    const signIn = { accessToken: 't0ken', expiresAt: '2999-01-01T00:00:00Z' };
    return Promise.resolve({ data: { signIn } });
  }
  if (query.includes(' me ')) return Promise.resolve({ data: { me } });
  return Promise.resolve({ data: { requestSignIn: { accepted: true }, signOut: true } });
};

const session = (req: Parameters<typeof readSessionCookie>[0]) => readSessionCookie(req, undefined);

/** Chromium sends `Sec-Fetch-Site` to the first, and only `Origin` to the second. */
describe.each(['127.0.0.1', 'hub.test'])('signing in with a browser at http://%s', (name) => {
  const serving = routeServer([
    homeRoute({ graph, session, playground: false, mailbox: false }),
    ...signInRoutes({ graph, publicUrl: undefined, mailbox: false, providers: [] }),
  ]);

  browserTest('goes from the form to the link, in, and out again', async (browser) => {
    const { url } = await serving;
    const origin = url.replace('127.0.0.1', name);
    const page = await browser.newPage();
    const form = page.getByRole('textbox', { name: 'E-mail address' });

    await page.goto(origin);
    await form.fill('earner@example.org');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();

    await page.goto(`${origin}/sign-in?token=abc`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Signed in as earner@example.org').waitFor();
    expect(page.url()).toBe(`${origin}/`);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await form.waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });
});
