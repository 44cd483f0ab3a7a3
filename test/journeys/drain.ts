import { expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { PUSH } from './journey.js';
import type { Journey } from './journey.js';

const CHANGES = 'subscription ($id: ID!) { collectionChanges(collection: $id) { __typename } }';
const COME_BACK = 1012;

export function drain(journey: Journey): void {
  test('a hub that is told to end finishes what runs and sends its streams elsewhere', async () => {
    const { hub, issuer } = journey;
    const she = await journey.earner('drained@example.org');
    const stream = hub.subscribe(CHANGES, { id: await journey.collection(she) });
    await stream.next();

    const { urls, assertion } = journey.issue(she);
    const asked = new Promise<ServerResponse>((resolve) => {
      issuer.answer(urls.assertion, (_, response) => {
        resolve(response);
      });
    });
    const pushed = hub.graph(PUSH, { url: urls.assertion });
    const response = await asked;
    const ended = hub.terminate();
    expect(await stream.closed).toBe(COME_BACK);
    await expect(fetch(`${hub.url}/healthz`)).rejects.toThrow('fetch failed');

    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(assertion));
    expect(await pushed).toMatchObject({
      status: 200,
      data: { pushBadge: { state: 'PENDING', report: { verdict: 'VALID' } } },
    });
    expect(await ended).toBe(0);
    await hub.restart();
  });
}
