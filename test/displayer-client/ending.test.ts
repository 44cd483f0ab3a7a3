import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { FollowError } from '../../src/displayer-client/index.js';
import { follow, itemsOf } from './follower.js';
import { accessEnded, change, refusal, startToyHub } from './toy-hub.js';
import type { ToyHub } from './toy-hub.js';

let hub: ToyHub;
beforeEach(async () => {
  hub = await startToyHub();
});
afterEach(() => hub.close());

describe('ending', () => {
  test.each(['DELETED', 'NOT_SHARED'])('ends when access ended: %s', async (reason) => {
    hub.add(change(1), accessEnded(reason), change(3));
    const follower = follow(hub);

    expect(await follower.end).toEqual({ kind: 'access-ended', reason });
    expect(itemsOf(follower)).toEqual([1]);
  });

  test.each(['NOT_FOUND', 'BAD_CURSOR', 'FORBIDDEN', 'TOO_COMPLEX', 'BAD_INPUT'] as const)(
    'ends with %s, which waiting does not change',
    async (code) => {
      // eslint-disable-next-line require-yield -- the stream refuses before its first item
      hub.stream = async function* () {
        await Promise.reject(refusal(code));
      };

      await expect(follow(hub).end).rejects.toMatchObject({ name: 'FollowError', code });
      expect(hub.afters).toHaveLength(1);
    },
  );

  test.each(['INTERNAL', 'UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED'] as const)(
    'tries again after %s',
    async (code) => {
      hub.stream = async function* (_after, attempt) {
        if (attempt < 3) await Promise.reject(refusal(code));
        yield accessEnded();
      };

      expect(await follow(hub).end).toMatchObject({ kind: 'access-ended' });
      expect(hub.afters).toHaveLength(3);
    },
  );

  test('ends when the hub refuses the token with 4401', async () => {
    hub.token = 'right';

    await expect(follow(hub, { token: 'wrong' }).end).rejects.toEqual(
      new FollowError('UNAUTHENTICATED', 'The hub refuses the token.'),
    );
    expect(hub.tokens).toEqual(['wrong']);
  });

  test('ends when the hub refuses the token over HTTP', async () => {
    hub.token = 'right';
    hub.upgrade = 'refuse';

    await expect(follow(hub, { token: 'wrong' }).end).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('asks for a token before every connection', async () => {
    hub.stream = async function* (_after, attempt) {
      await Promise.resolve();
      yield attempt === 3 ? accessEnded() : { close: 4440 };
    };
    let asked = 0;
    const token = () => Promise.resolve(`token ${String((asked += 1))}`);

    await follow(hub, { token }).end;
    expect(hub.tokens).toEqual(['token 1', 'token 2', 'token 3']);
  });

  test('goes on trying while no token can be had', async () => {
    hub.add(accessEnded());
    let asked = 0;
    const token = () => {
      asked += 1;
      return asked < 3 ? Promise.reject(new Error('offline')) : Promise.resolve('token');
    };

    expect(await follow(hub, { token }).end).toMatchObject({ kind: 'access-ended' });
  });

  test('stops at the signal and leaves no connection behind', async () => {
    hub.add(change(1));
    const follower = follow(hub, {
      onItem: () => {
        setImmediate(follower.stop);
      },
    });

    expect(await follower.end).toEqual({ kind: 'stopped' });
    await Promise.all(
      [...hub.sockets].map((socket) => new Promise((gone) => socket.on('close', gone))),
    );
    expect(hub.sockets.size).toBe(0);
  });

  test('stops while it waits for a connection that nobody answers', async () => {
    hub.upgrade = 'ignore';
    const follower = follow(hub);
    await hub.upgradeAsked();
    const gone = [...hub.connections].map((connection) => once(connection, 'close'));
    follower.stop();

    expect(await follower.end).toEqual({ kind: 'stopped' });
    await Promise.all(gone);
    expect(hub.connections.size).toBe(0);
  });

  test('refuses an address that is none', async () => {
    await expect(follow({ ...hub, url: 'nowhere' }).end).rejects.toMatchObject({
      code: 'ERR_INVALID_URL',
    });
  });
});
