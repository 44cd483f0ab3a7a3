import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { follow, itemsOf } from './follower.js';
import { accessEnded, change, startToyHub } from './toy-hub.js';
import type { ToyHub } from './toy-hub.js';

let hub: ToyHub;
beforeEach(async () => {
  hub = await startToyHub();
});
afterEach(() => hub.close());

const LAST = 6;

/** Two changes per connection, then its end; access ends behind the last change. */
const twoPerConnection = (close: number): ToyHub['stream'] =>
  async function* (after) {
    const rev = Number(after?.slice('rev-'.length));
    if (rev === LAST) yield accessEnded();
    yield change(rev + 1);
    yield change(rev + 2);
    yield { close };
  };

describe('resuming', () => {
  test.each([1000, 1001, 1006, 1011, 1012, 1013, 4400, 4406, 4429, 4440, 4441, 4500])(
    'goes on from the last cursor after a connection closed with %i',
    async (close) => {
      hub.stream = twoPerConnection(close);
      const follower = follow(hub);

      expect(await follower.end).toEqual({ kind: 'access-ended', reason: 'DELETED' });
      expect(itemsOf(follower)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(hub.afters).toEqual(['rev-0', 'rev-2', 'rev-4', 'rev-6']);
    },
  );

  test('goes on after the hub completed the subscription', async () => {
    hub.stream = async function* (after) {
      await Promise.resolve();
      yield after === 'rev-1' ? accessEnded() : change(1);
    };
    const follower = follow(hub);

    await follower.end;
    expect(itemsOf(follower)).toEqual([1]);
  });

  test('takes each change once when the hub sends old ones again', async () => {
    hub.stream = async function* (_after, attempt) {
      for (let rev = 1; rev <= attempt; rev += 1) yield change(rev);
      yield attempt === 4 ? accessEnded() : { close: 1006 };
    };
    const follower = follow(hub);

    await follower.end;
    expect(itemsOf(follower)).toEqual([1, 2, 3, 4]);
  });

  test('saves a cursor only after the application dealt with the change', async () => {
    hub.stream = twoPerConnection(1012);
    const order: string[] = [];
    const follower = follow(hub, {
      async onItem({ rev }) {
        order.push(`begin ${String(rev)}`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`end ${String(rev)}`);
      },
      saveCursor: (cursor) => void order.push(cursor),
    });

    await follower.end;
    expect(order.slice(0, 6)).toEqual(['begin 1', 'end 1', 'rev-1', 'begin 2', 'end 2', 'rev-2']);
  });

  test('ends with the error of the application and does not save that cursor', async () => {
    hub.stream = twoPerConnection(1012);
    const saved: string[] = [];
    const broken = new Error('disk full');
    const follower = follow(hub, {
      onItem({ rev }) {
        if (rev === 2) throw broken;
      },
      saveCursor: (cursor) => void saved.push(cursor),
    });

    await expect(follower.end).rejects.toBe(broken);
    expect(saved).toEqual(['rev-1']);
  });

  test('gives up a connection on which nothing is heard any more', async () => {
    hub.stream = async function* (after) {
      if (after === 'rev-1') yield accessEnded();
      yield change(1);
      await new Promise(() => undefined);
    };
    const follower = follow(hub, { silenceMs: 300 });

    await follower.end;
    expect(itemsOf(follower)).toEqual([1]);
  });

  test('leaves a long backlog to the hub while the application is behind', async () => {
    const count = 1_500;
    hub.add(...Array.from({ length: count }, (_, index) => change(index + 1)));
    hub.add(accessEnded());
    const follower = follow(hub, {
      async onItem({ rev }) {
        const [socket] = hub.sockets;
        if (rev === 1 && socket) await once(socket, 'close');
        taken.push(rev);
      },
    });
    const taken: number[] = [];

    await follower.end;
    expect(taken).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(hub.afters).toHaveLength(2);
  });

  test('says why it was interrupted', async () => {
    hub.stream = async function* (_after, attempt) {
      yield attempt === 2 ? accessEnded() : { close: 1012 };
    };
    const interruptions: Error[] = [];

    await follow(hub, { onInterruption: (error) => void interruptions.push(error) }).end;
    expect(interruptions).toHaveLength(1);
  });

  test('hands over what happens while it is connected', async () => {
    const follower = follow(hub, {
      onItem({ rev }) {
        if (rev === 3) follower.stop();
        else hub.add(change(rev + 1));
      },
    });
    hub.add(change(1));

    expect(await follower.end).toEqual({ kind: 'stopped' });
    expect(hub.afters).toEqual(['rev-0']);
  });
});
