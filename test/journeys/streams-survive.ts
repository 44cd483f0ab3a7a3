import { expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { followCollection } from '../../src/displayer-client/index.js';
import type { Role, Shape } from '../support/hub.js';
import { until } from '../support/until.js';
import { ADD, REMOVE } from './journey.js';
import type { Journey } from './journey.js';

const CHANGES = 24;
const BADGES = 4;
const RECONNECT_WITHIN_MS = 100;

export function streamsSurvive(journey: Journey, shape: Shape): void {
  test('a displayer gets every change once and in order, whatever is killed', async () => {
    const { hub } = journey;
    const she = await journey.earner('streaming@example.org');
    const badges = await journey.badges(she, BADGES);
    const collection = await journey.collection(she);
    const { collectionSnapshot } = await hub.data<{ collectionSnapshot: { cursor: string } }>(
      'query ($collection: ID!) { collectionSnapshot(collection: $collection) { cursor } }',
      { collection },
    );

    const revs: number[] = [];
    const missing: unknown[] = [];
    const kills = new Map<number, Role>([
      [CHANGES / 4, 'gateway'],
      [CHANGES / 2, 'collection'],
    ]);
    const killing: Promise<void>[] = [];
    const done = new AbortController();
    const following = followCollection({
      url: `${hub.url}/graphql`,
      collection,
      cursor: collectionSnapshot.cursor,
      selection: 'kind badge { id issuer { name } earner { id } verification { verdict } }',
      webSocketImpl: WebSocket,
      sleep: (ms, signal) =>
        wait(Math.min(ms, RECONNECT_WITHIN_MS), undefined, { signal }).catch(() => undefined),
      signal: done.signal,
      onItem({ rev }, errors) {
        revs.push(rev);
        missing.push(...errors);
        const role = kills.get(revs.length);
        if (role !== undefined) killing.push(killAndRestart(role));
        if (rev === CHANGES) done.abort();
      },
      saveCursor: () => undefined,
    });

    const killAndRestart = async (role: Role): Promise<void> => {
      await hub.kill(role);
      await hub.restart(role);
    };
    for (let change = 0; change < CHANGES; change += 1) {
      const badge = badges[change % BADGES];
      const query = Math.floor(change / BADGES) % 2 === 0 ? ADD : REMOVE;
      // Whoever got no answer asks again; what was done already is not done twice.
      await until(async () => {
        const { errors } = await hub.graph(query, { collection, badge }, she.token);
        return errors === undefined;
      });
    }

    expect(await following).toEqual({ kind: 'stopped' });
    await Promise.all(killing);
    expect(revs).toEqual(Array.from({ length: CHANGES }, (_, index) => index + 1));
    expect(missing).toEqual([]);
    expect(killing).toHaveLength(2);
    expect(hub.logs().split('Backpack Hub is ready').length - 1).toBeGreaterThanOrEqual(
      shape === 'one process' ? 3 : 8,
    );
  });
}
