import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { endLeftovers, tryProcess } from '../support/hub-process.js';
import { testDatabase } from '../support/replica-set.js';
import { plantedConnection } from './destinations.js';

// A process of the hub is ready in two seconds, and on a busy machine in twenty.
jest.setTimeout(120_000);

const { uri } = testDatabase();
const secret = { HUB_SECRET: 'a secret that only this test run knows, long enough' };
const nowhere = { HUB_PORT: '0', HUB_DATA_DIR: join(tmpdir(), 'hub-that-never-starts') };

afterAll(endLeftovers);

/** Sign-in links would be shown to strangers. */
describe('a hub that others can reach, without a mail server', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['listening everywhere', { HUB_HOST: '0.0.0.0' }],
    ['in production', { NODE_ENV: 'production' }],
    ['behind a public URL', { HUB_PUBLIC_URL: 'https://hub.example' }],
    ['with an external database', { HUB_MONGODB_URI: uri, ...secret }],
  ])('does not start %s, and says why', async (_, settings) => {
    const ended = await tryProcess(['start'], { ...nowhere, ...settings });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect('stderr' in ended && ended.stderr).toMatch(/^HUB_SMTP_URL [^\n]+\.\n$/);
  });

  test.each(['earner', 'worker'])('has no %s role', async (role) => {
    const settings = { ...nowhere, ...secret, HUB_MONGODB_URI: uri };
    const ended = await tryProcess(['serve', role], settings);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect('stderr' in ended && ended.stderr).toMatch(/^HUB_SMTP_URL [^\n]+\.\n$/);
  });
});

describe('noting connections', () => {
  plantedConnection();
});
