import { expect, test } from '@jest/globals';
import {
  ANONYMOUS,
  PRINCIPAL_HEADER,
  createPrincipalSigner,
  deriveKey,
  systemClock,
} from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { subscribeGraph } from '../support/hub-client.js';
import type { Journey } from './journey.js';

const ROLES = ['earner', 'badge', 'collection', 'verification'] as const;
const OTHER_SECRET = 'the secret of another hub, which is long enough';

const sign = (secret: string, principal: Principal) =>
  createPrincipalSigner(deriveKey(secret, 'principal'), systemClock).mint(principal);

export function subgraphPrincipals(journey: Journey): void {
  const ask = (url: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
  const forged = async (): Promise<string> => {
    const someone = { kind: 'earner', earner: 'ern_any', session: 'any' } as const;
    const [head, , signature] = (await sign(journey.hub.secret, ANONYMOUS)).split('.');
    const [, payload] = (await sign(OTHER_SECRET, someone)).split('.');
    return [head, payload, signature].join('.');
  };

  test.each(ROLES)('%s answers a principal that the gateway signed', async (role) => {
    const principal = await sign(journey.hub.secret, ANONYMOUS);
    const answer = await ask(journey.hub.urlOf(role), { [PRINCIPAL_HEADER]: principal });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test.each(ROLES)('%s refuses everybody whom the gateway does not name', async (role) => {
    const strangers = [
      {},
      { [PRINCIPAL_HEADER]: await forged() },
      { [PRINCIPAL_HEADER]: await sign(OTHER_SECRET, ANONYMOUS) },
      { authorization: `Bearer ${await journey.hub.signIn(`${role}@example.org`)}` },
    ];
    for (const headers of strangers) {
      const answer = await ask(journey.hub.urlOf(role), headers);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  test('a stream directly from its subgraph is refused without a principal', async () => {
    const query = 'subscription { collectionChanges(collection: "any") { __typename } }';
    const stream = subscribeGraph(journey.hub.urlOf('collection'), { query });
    await expect(stream.next()).rejects.toThrow('4403');
    stream.end();
  });
}
