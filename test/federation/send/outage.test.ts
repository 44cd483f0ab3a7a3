import { expect, test } from '@jest/globals';
import { answerPoll } from '../../../src/federation/index.js';
import { expectFederationInvariants } from '../../support/federation-invariants.js';
import { senders } from './a-sender.js';
import type { Sender } from './a-sender.js';
import { toyReceiver } from './toy-receiver.js';

const makeSender = senders();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Many messages at once; one transaction each would take longer than the test is about. */
async function queueMany(sender: Sender, peer: string, count: number): Promise<void> {
  await sender.queue(peer, 1);
  const [first] = await sender.deliveries.find({ peer, seq: 2 }).lean();
  if (first === undefined) throw new Error('nothing was queued');
  const rows = Array.from({ length: count - 1 }, (_, at) => {
    const number = String(at).padStart(12, '0');
    const _id = `0198f5c0-0000-7000-8000-${number}`;
    return { ...first, _id, eventId: `evt-${number}`, seq: at + 3 };
  });
  await sender.deliveries.insertMany(rows);
  await sender.peers.updateOne({ _id: peer }, { $set: { 'out.head': count + 1 } });
}

test('F-16 a peer that is down for 3 days is asked at most 120 times, and then gets all 5,000 messages', async () => {
  const sender = makeSender();
  const receiver = await toyReceiver();
  const peer = await sender.peer(receiver.url);
  const deps = sender.deps([receiver.url]);
  await queueMany(sender, peer, 5_000);
  receiver.instead = () => ({ status: 502 });
  for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
    if ((await sender.outbox.peersToServe(sender.clock.now())).includes(peer))
      await sender.dispatch(peer, deps);
    sender.clock.pass(MINUTE_MS);
  }
  expect(receiver.pushes.length).toBeLessThanOrEqual(120);
  expect(receiver.pushes.length).toBeGreaterThan(70);
  expect(await sender.states(peer)).toEqual({ READY: 5_001 });

  const windows: number[] = [];
  const counting = {
    ...deps.outbox,
    ready: async (...args: Parameters<typeof deps.outbox.ready>) => {
      windows.push(args[1]);
      return deps.outbox.ready(...args);
    },
  };
  receiver.instead = () => undefined;
  sender.clock.pass(60 * MINUTE_MS);
  await sender.dispatch(peer, { ...deps, outbox: counting });
  expect(windows.slice(0, 5)).toEqual([1, 1, 2, 4, 4]);
  expect(receiver.mostAtOnce()).toBeLessThanOrEqual(4);
  expect(receiver.kept.size).toBe(5_001);
  await expectFederationInvariants(sender.database, { now: sender.clock.now(), peers: [peer] });
}, 240_000);

test('F-17 a peer that is down for 31 days: what waited is expired, and a poll says 409', async () => {
  const sender = makeSender();
  const receiver = await toyReceiver();
  const peer = await sender.peer(receiver.url);
  const deps = sender.deps([receiver.url]);
  await sender.queue(peer, 3);
  receiver.instead = () => ({ status: 502 });
  const down = { ...deps, rediscover: () => Promise.resolve(false) };
  for (let day = 0; day < 31; day += 1) {
    await sender.dispatch(peer, down);
    sender.clock.pass(DAY_MS);
  }
  // On each of seven days; then only the discovery document was asked for.
  expect(receiver.pushes).toHaveLength(7);
  expect((await sender.outbox.peer(peer))?.state).toBe('DORMANT');
  await sender.queue(peer, 1);
  await sender.outbox.expire(new Date(sender.clock.now().getTime() - 30 * DAY_MS));
  expect(await sender.states(peer)).toEqual({ EXPIRED: 4, READY: 1 });
  expect(await sender.out(peer)).toMatchObject({ head: 5, oldest: 5 });

  const after = { epoch: 'ep_00000001', seq: 0 };
  const pollDeps = { ...deps, awaitNews: () => Promise.resolve() };
  expect(await answerPoll(peer, { after }, pollDeps)).toMatchObject({
    status: 409,
    body: { err: 'resync_required', stream: { head: 5, oldest: 5 } },
  });

  receiver.instead = () => undefined;
  await sender.dispatch(peer, deps);
  expect([...receiver.kept.values()].map(({ seq }) => seq)).toEqual([5]);
  expect((await sender.outbox.peer(peer))?.state).toBe('ACTIVE');
});
