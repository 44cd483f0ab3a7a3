import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askGraph } from '../support/hub-client.js';
import { endLeftovers, startProcess } from '../support/hub-process.js';
import type { HubProcess } from '../support/hub-process.js';
import { linkIn } from '../support/mail-sink.js';
import { processEnded } from '../support/process-ended.js';
import { send } from '../support/route-server.js';
import { ME } from './journey.js';

// A process of the hub is ready in two seconds, and on a busy machine in twenty.
jest.setTimeout(120_000);

const EMAIL = 'earner@example.org';

describe('a hub with its own database, on a developer’s machine', () => {
  let folder: string;
  let hub: HubProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-data-'));
    hub = await start();
  });
  afterEach(async () => {
    await hub.end('SIGINT');
    await endLeftovers();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = () => startProcess(['start'], { HUB_DATA_DIR: folder, HUB_PORT: '0' });
  /** MongoDB keeps its process id in its lock file. */
  const mongod = async () => Number(await readFile(join(folder, 'mongodb', 'mongod.lock'), 'utf8'));
  const mailbox = (headers = {}) => send(`${hub.url}/mailbox.json`, { headers });
  const graph = (query: string, variables = {}, token?: string) =>
    askGraph(
      hub.url,
      { query, variables },
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    );

  async function signIn(): Promise<string> {
    await graph('mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }', {
      email: EMAIL,
    });
    const [mail] = JSON.parse((await mailbox()).text) as { to: string; text: string }[];
    expect(mail?.to).toBe(EMAIL);
    const { data } = await graph(
      'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { accessToken } }',
      linkIn(mail?.text),
    );
    return (data as { signIn: { accessToken: string } }).signIn.accessToken;
  }

  test('shows its mail to this machine alone and keeps its data when it is stopped or killed', async () => {
    const token = await signIn();
    const own = new URL(hub.url).host;
    const { port } = new URL(hub.url);
    expect(hub.output()).toContain(`Mail to ${EMAIL}`);
    expect(await mailbox({ host: `localhost:${port}` })).toMatchObject({ status: 200 });
    const strangers = [
      { host: `hub.example:${port}` },
      { host: `127.0.0.1.example:${port}` },
      { host: own, 'x-forwarded-for': '127.0.0.1' },
      { host: own, forwarded: 'for=127.0.0.1' },
      { host: own, via: '1.1 proxy' },
    ];
    for (const headers of strangers) expect((await mailbox(headers)).status).toBe(404);
    const crossSite = await mailbox({ host: own, origin: 'https://a.example' });
    expect(crossSite.headers).not.toHaveProperty('access-control-allow-origin');

    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const pid = await mongod();
      expect(await hub.end(signal)).toBe(signal === 'SIGINT' ? 0 : null);
      await processEnded(pid);
      hub = await start();
      expect(await graph(ME, {}, token)).toMatchObject({
        data: { me: { emails: [{ address: EMAIL }] } },
      });
    }
  });
});
