import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { backoffMs } from '../../src/displayer-client/wait.js';
import { follow, itemsOf } from './follower.js';
import { accessEnded, change, refusal, startToyHub } from './toy-hub.js';
import type { ToyHub } from './toy-hub.js';

let hub: ToyHub;
beforeEach(async () => {
  hub = await startToyHub();
});
afterEach(() => hub.close());

describe('without a socket', () => {
  test.each(['refuse', 'ignore'] as const)(
    'reads the log over HTTP when the network does this to WebSockets: %s',
    async (upgrade) => {
      hub.upgrade = upgrade;
      hub.add(change(1), change(2), change(3), accessEnded());
      const follower = follow(hub, { pageSize: 2, silenceMs: 100, token: 'secret' });

      expect(await follower.end).toEqual({ kind: 'access-ended', reason: 'DELETED' });
      expect(itemsOf(follower)).toEqual([1, 2, 3]);
      expect(hub.tokens).toEqual(['Bearer secret', 'Bearer secret']);
    },
  );

  test('starts with a snapshot when there is no cursor yet', async () => {
    hub.upgrade = 'refuse';
    hub.add(change(1));
    const follower = follow(hub, {
      cursor: undefined,
      onSnapshotRequired: () => {
        hub.add(change(2), accessEnded());
      },
    });

    await follower.end;
    expect(follower.told).toEqual(['cursor rev-1', 'item 2', 'cursor rev-2']);
  });

  test('knows which change of a page could not be read', async () => {
    hub.upgrade = 'refuse';
    const unreadable = (): never => {
      throw refusal('UNAVAILABLE');
    };
    hub.add(change(1), change(2, { badge: unreadable }), change(3), accessEnded());
    const seen: number[] = [];

    await follow(hub, { onItem: (_item, errors) => void seen.push(errors.length) }).end;
    expect(seen).toEqual([0, 1, 0]);
  });

  test('returns to the socket once one opens', async () => {
    hub.upgrade = 'refuse';
    hub.add(change(1));
    const follower = follow(hub, {
      onItem({ rev }) {
        if (rev === 2) follower.stop();
        hub.upgrade = 'accept';
        hub.add(change(2));
      },
    });

    await follower.end;
    expect(hub.afters).toEqual(['rev-1']);
  });
});

describe('waiting between attempts', () => {
  test.each([
    [0, 500, 1_000],
    [1, 1_000, 2_000],
    [3, 4_000, 8_000],
    [5, 15_000, 30_000],
    [5_000, 15_000, 30_000],
  ])('after %i failures it takes between %i and %i ms', (failures, least, most) => {
    expect(backoffMs(failures, () => 0)).toBe(least);
    expect(backoffMs(failures, () => 1)).toBe(most);
  });

  test('grows while nothing works and starts over after success', async () => {
    hub.upgrade = 'refuse';
    const follower = follow(hub, {
      random: () => 0,
      fetch: () => Promise.reject(new Error('offline')),
      sleep: (ms) => {
        waits.push(ms);
        if (waits.length === 3) {
          hub.upgrade = 'accept';
          hub.stream = async function* (after) {
            await Promise.resolve();
            yield after === 'rev-0' ? change(1) : accessEnded();
          };
        }
        return Promise.resolve();
      },
    });
    const waits: number[] = [];

    await follower.end;
    expect(waits).toEqual([1_000, 2_000, 4_000, 500]);
  });
});
