import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS, createSealer, deriveKey } from '../../src/runtime/index.js';
import { oauthStorage, resolveAccessToken } from '../../src/store/index.js';
import { testGraph } from '../support/graph.js';
import { connectApp } from './connect-app.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const REGISTER = `mutation ($input: ClientInput!) {
  registerClient(input: $input) { clientId clientSecret } }`;
const RENEW = 'mutation ($id: ID!) { renewClientSecret(id: $id) { clientSecret } }';
const UPDATE = 'mutation ($id: ID!, $input: ClientInput!) { updateClient(id: $id, input: $input) }';
const WALL = {
  name: 'Wall',
  url: 'https://wall.example',
  redirectUris: ['https://wall.example/b'],
};

async function register(she: TestEarner, input: object = WALL) {
  const { registerClient } = await graph.data<{
    registerClient: { clientId: string; clientSecret: string | null };
  }>(she.as, REGISTER, { input });
  return registerClient;
}

/** What the OAuth server reads of a client. */
async function storedClient(id: string): Promise<unknown> {
  const { database, clock, secret } = graph.parts;
  const sealer = createSealer(deriveKey(secret, 'clients'));
  return oauthStorage(database, { now: () => clock.now(), sealer }).find('Client', id);
}

const holds = (token: string) => resolveAccessToken(token, graph.parts.database, graph.clock.now());

describe('a client she registers', () => {
  test('has a secret that is shown once, is stored sealed, and can be renewed', async () => {
    const she = await story.earner();
    const { clientId, clientSecret } = await register(she);
    const { myClients } = await graph.data<{ myClients: object[] }>(
      she.as,
      '{ myClients { id name url redirectUris confidential } }',
    );
    expect(myClients).toEqual([{ ...WALL, id: clientId, confidential: true }]);
    const stored = await graph.parts.database.connection
      .collection('oauth_clients')
      .find()
      .toArray();
    expect(JSON.stringify(stored)).not.toContain(clientSecret);
    const renewed = await graph.data<{ renewClientSecret: { clientSecret: string } }>(
      she.as,
      RENEW,
      { id: clientId },
    );
    expect(renewed.renewClientSecret.clientSecret).not.toBe(clientSecret);
  });

  test('may be sent back to by a scheme of its own', async () => {
    const she = await story.earner();
    const redirectUris = ['org.example.app:/back', 'http://127.0.0.1/back'];
    await register(she, { ...WALL, redirectUris, confidential: false });
    expect(await graph.data(she.as, '{ myClients { redirectUris } }')).toEqual({
      myClients: [{ redirectUris }],
    });
  });

  test('keeps its new secret when it is described anew at the same moment', async () => {
    const she = await story.earner();
    const { clientId: id } = await register(she);
    for (let turn = 0; turn < 10; turn += 1) {
      const name = `Wall ${String(turn)}`;
      const [{ renewClientSecret }] = await Promise.all([
        graph.data<{ renewClientSecret: { clientSecret: string } }>(she.as, RENEW, { id }),
        graph.data(she.as, UPDATE, { id, input: { ...WALL, name } }),
      ]);
      expect(await storedClient(id)).toMatchObject({
        client_name: name,
        client_secret: renewClientSecret.clientSecret,
      });
    }
  });

  test.each([
    ['without a name', { name: ' ' }],
    ['with control characters', { name: 'a\u0007b' }],
    ['whose redirect is a script', { redirectUris: ['javascript:alert(1)'] }],
    ['whose redirect is not secure', { redirectUris: ['http://wall.example/b'] }],
    ['that keeps no secret and has no redirect', { redirectUris: [], confidential: false }],
  ])('%s is refused', async (_, wrong) => {
    const she = await story.earner();
    expect(await graph.refusal(she.as, REGISTER, { input: { ...WALL, ...wrong } })).toBe(
      'BAD_INPUT',
    );
  });

  test('is hers alone to change and delete', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    const { clientId: id } = await register(she);
    const DELETE = 'mutation ($id: ID!) { deleteClient(id: $id) }';
    expect(await graph.refusal(other.as, UPDATE, { id, input: WALL })).toBe('NOT_FOUND');
    expect(await graph.refusal(other.as, DELETE, { id })).toBe('NOT_FOUND');
    expect(await graph.refusal(ANONYMOUS, DELETE, { id })).toBe('UNAUTHENTICATED');
    await graph.data(she.as, UPDATE, { id, input: { ...WALL, name: 'Board' } });
    const DISPLAYER = 'query ($id: ID!) { displayer(id: $id) { name host } }';
    expect(await graph.data(ANONYMOUS, DISPLAYER, { id })).toEqual({
      displayer: { name: 'Board', host: 'wall.example' },
    });
    await graph.data(she.as, DELETE, { id });
    expect(await graph.data(ANONYMOUS, DISPLAYER, { id })).toEqual({ displayer: null });
  });
});

describe('an app she connected', () => {
  const APPS = '{ me { connectedApps { client { id name } scopes lastUsedAt } } }';
  const DISCONNECT = 'mutation ($client: ID!) { disconnectApp(client: $client) }';

  test('is listed with what it may do and when it was used, and ends with one click', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    const { clientId: client } = await register(other);
    await connectApp(graph, she, client, 'her token');
    await connectApp(graph, other, client, 'another token');
    expect(await holds('her token')).toMatchObject({ client, earner: she.as.earner });
    expect(await graph.data(she.as, APPS)).toEqual({
      me: {
        connectedApps: [
          {
            client: { id: client, name: 'Wall' },
            scopes: ['badges:read'],
            lastUsedAt: graph.clock.now().toISOString(),
          },
        ],
      },
    });
    const collection = await story.collectionOf(she, [], 'PRIVATE');
    await graph.data(
      she.as,
      'mutation ($c: ID!, $d: ID!) { grantCollection(collection: $c, displayer: $d) { id } }',
      { c: collection, d: client },
    );
    await graph.data(she.as, DISCONNECT, { client });
    expect(await holds('her token')).toBeNull();
    expect(await holds('another token')).not.toBeNull();
    expect(await graph.data(she.as, APPS)).toEqual({ me: { connectedApps: [] } });
    const { collection: after } = await graph.data<{
      collection: { grants: { revokedAt: string | null }[] };
    }>(she.as, 'query ($id: ID!) { collection(id: $id) { grants { revokedAt } } }', {
      id: collection,
    });
    expect(after.grants).toEqual([{ revokedAt: expect.any(String) as unknown }]);
    expect(await graph.refusal(she.as, DISCONNECT, { client })).toBe('NOT_FOUND');
  });

  test('is dead with her account', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    const { clientId: client } = await register(other);
    await connectApp(graph, she, client, 'token of somebody who leaves');
    await graph.data(
      she.as,
      'mutation ($confirm: EmailAddress!) { deleteAccount(confirm: $confirm) }',
      { confirm: she.email },
    );
    expect(await holds('token of somebody who leaves')).toBeNull();
  });
});
