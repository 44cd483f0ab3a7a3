import { describe, expect, jest, test } from '@jest/globals';
import { hubRoutes } from '../../src/app/open-gateway.js';
import { wireGateway } from '../../src/app/wire-gateway.js';
import { testGraph } from '../support/graph.js';
import { send } from '../support/route-server.js';
import { startJourney } from './journey.js';

jest.setTimeout(120_000);

/** What programs post to: it carries a token or a secret of its own, and no cookie counts there. */
const FOR_PROGRAMS = new Set([
  '/oauth/token',
  '/oauth/revoke',
  '/oauth/introspect',
  '/oauth/par',
  '/oauth/register',
  '/oauth/userinfo',
  // A question by POST is the same as by GET; it changes nothing before she answers.
  '/oauth/authorize',
  '/sign-in/with/:provider/back-channel-logout',
]);

/** A form that asks for a session first may say that, too. */
const REFUSED = new Set([401, 403]);

describe('every page and form of the hub', () => {
  const providers = [{ id: 'p', name: 'P', issuer: 'https://p.example', clientId: 'hub' }];
  const settings = { HUB_OIDC_PROVIDERS: JSON.stringify(providers) };
  const graph = testGraph(settings);
  const journey = startJourney('one process', () => settings);

  const routes = () =>
    hubRoutes(
      graph.parts,
      wireGateway(graph.parts),
    )({} as never).map((route) => ({
      ...route,
      address: journey.hub.url + route.path.replace(':provider', 'p').replace(/:\w+/g, 'x'),
    }));

  test('refuses to be pressed from another site, with and without a session', async () => {
    const { token } = await journey.earner('pressed@example.org');
    const forms = routes().filter(
      ({ path, methods }) => methods.includes('POST') && !FOR_PROGRAMS.has(path),
    );
    expect(forms.length).toBeGreaterThan(12);
    const pressed: Record<string, number> = {};
    for (const { path, address } of forms) {
      for (const cookie of ['', `hub_session=${token}`]) {
        for (const from of [
          { 'sec-fetch-site': 'cross-site' },
          { origin: 'https://evil.example' },
        ]) {
          const headers = { ...from, ...(cookie !== '' && { cookie }) };
          const { status } = await send(address, { headers, form: { do: 'end', token: 'x' } });
          if (!REFUSED.has(status))
            pressed[`${path} ${cookie === '' ? 'without' : 'with'}`] = status;
        }
      }
    }
    expect(pressed).toEqual({});
  });

  test('cannot be framed, sniffed or told of elsewhere', async () => {
    const { token } = await journey.earner('framed@example.org');
    const pages = routes().filter(({ methods }) => methods.includes('GET'));
    for (const { address } of pages) {
      const { headers } = await send(address, { headers: { cookie: `hub_session=${token}` } });
      expect([address, headers['content-security-policy']]).toEqual([
        address,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(['no-referrer', 'same-origin']).toContain(headers['referrer-policy']);
    }
  });
});
