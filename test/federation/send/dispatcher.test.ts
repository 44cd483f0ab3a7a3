import { describe, expect, test } from '@jest/globals';
import { expectFederationInvariants } from '../../support/federation-invariants.js';
import { senders } from './a-sender.js';
import { readSet, toyReceiver } from './toy-receiver.js';
import type { OtherAnswer } from './toy-receiver.js';

const makeSender = senders();
const HOUR_MS = 3_600_000;
const EPOCH = 'ep_00000001';

/** A peer that takes pushes, with so many messages waiting for it (and the `stream-reset`). */
async function withQueue(count: number) {
  const sender = makeSender();
  const receiver = await toyReceiver();
  const peer = await sender.peer(receiver.url);
  const deps = sender.deps([receiver.url]);
  await sender.queue(peer, count);
  const quiet = () =>
    expectFederationInvariants(sender.database, { now: sender.clock.now(), peers: [peer] });
  return { sender, receiver, peer, deps, quiet, send: () => sender.dispatch(peer, deps) };
}

class Killed extends Error {}

describe('an end between two steps', () => {
  test('after signing and before posting: the message goes later, and once', async () => {
    const { sender, receiver, peer, deps, quiet, send } = await withQueue(1);
    const killed = { ...deps, post: () => Promise.reject(new Killed()) };
    await expect(sender.dispatch(peer, killed)).rejects.toThrow(Killed);
    expect(receiver.pushes).toHaveLength(0);
    await send();
    expect(receiver.pushes.map(({ seq }) => seq)).toEqual([1, 2]);
    await quiet();
  });

  test('F-02 after posting and before noting: the message comes again under the same jti', async () => {
    const { sender, receiver, peer, deps, quiet, send } = await withQueue(0);
    await sender.queue(peer, 1);
    const outbox = { ...deps.outbox, noteDelivered: () => Promise.reject(new Killed()) };
    await expect(sender.dispatch(peer, { ...deps, outbox })).rejects.toThrow(Killed);
    await send();
    const [first, again] = receiver.pushes;
    expect(again?.jti).toBe(first?.jti);
    expect(receiver.kept.size).toBe(2);
    await quiet();
  });

  test('F-06 while one dispatcher has the lease, another sends nothing', async () => {
    const { sender, receiver, peer, deps, quiet } = await withQueue(20);
    let second: Promise<void> | undefined;
    receiver.instead = async () => {
      second ??= sender.dispatch(peer, deps, 'two');
      await second;
      return undefined;
    };
    await sender.dispatch(peer, deps, 'one');
    expect(receiver.pushes).toHaveLength(21);
    await quiet();
  });

  test('F-06 a lease that was stolen costs repeats on the wire and nothing in state', async () => {
    const { sender, receiver, peer, deps, quiet } = await withQueue(20);
    const outbox = { ...deps.outbox, lease: () => Promise.resolve(true) };
    const careless = { ...deps, outbox };
    await Promise.all(['one', 'two'].map((owner) => sender.dispatch(peer, careless, owner)));
    expect(receiver.kept.size).toBe(21);
    expect(await sender.states(peer)).toEqual({ DELIVERED: 21 });
    await quiet();
  });
});

describe('the watermark', () => {
  test('F-13 a receiver that was restored gets again what it lost', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(10);
    await send();
    for (const [jti, { seq }] of receiver.kept) if (seq > 4) receiver.kept.delete(jti);
    await sender.queue(peer, 1);
    await send();
    expect(receiver.contig(EPOCH)).toBe(12);
    await quiet();
  });

  test('F-14 a receiver that always says it has nothing makes its sender go back once an hour', async () => {
    const { sender, receiver, peer, send } = await withQueue(10);
    await send();
    receiver.instead = () => ({
      status: 202,
      headers: { 'bf-stream': `epoch="${EPOCH}", contig=0` },
    });
    const before = receiver.pushes.length;
    for (let minute = 0; minute < 50; minute += 5) {
      // It forgets what it said: only the hour holds the sender back.
      await sender.peers.updateOne({ _id: peer }, { $set: { 'out.acked': 11 } });
      await sender.queue(peer, 1);
      await send();
      sender.clock.pass(5 * 60_000);
    }
    // Ten new messages, and the eleven old ones with the first new one again.
    expect(receiver.pushes.length - before).toBe(10 + 12);
    sender.clock.pass(HOUR_MS);
    await sender.peers.updateOne({ _id: peer }, { $set: { 'out.acked': 11 } });
    await sender.queue(peer, 1);
    await send();
    expect(receiver.pushes.length - before).toBe(10 + 12 + 1 + 22);
  });

  test('F-15 a sender that was restored begins a new epoch, and what waits moves to it', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(10);
    await send();
    // Back to a dump of when there were four messages.
    await sender.deliveries.deleteMany({ peer, seq: { $gt: 4 } });
    await sender.peers.updateOne({ _id: peer }, { $set: { 'out.head': 4, 'out.acked': 4 } });
    await sender.queue(peer, 6);
    await send();
    const { epoch, head } = await sender.out(peer);
    expect(epoch).not.toBe(EPOCH);
    const inEpoch = [...receiver.kept.values()].filter((set) => set.epoch === epoch);
    const [reset, ...moved] = inEpoch.sort((a, b) => a.seq - b.seq);
    expect(reset).toMatchObject({
      seq: 1,
      type: 'stream-reset',
      payload: { previousEpoch: EPOCH, reason: 'sender-restored', snapshot: true },
    });
    // The first window of four showed it.
    expect(moved).toHaveLength(2);
    const told = [...receiver.kept.values()].filter(({ type }) => type === 'collection-changed');
    expect(told).toHaveLength(10 + 6);
    expect(receiver.contig(epoch)).toBe(head);
    await quiet();
  });
});

describe('answers', () => {
  const huge = Buffer.alloc(4 * 1024 * 1024, 'x');
  test.each<[string, OtherAnswer]>([
    ['200 with a page', { status: 200, headers: { 'content-type': 'text/html' }, body: huge }],
    ['500 with a long body', { status: 500, body: huge }],
    ['302 to itself', { status: 302, headers: { location: '/' } }],
  ])('F-18 %s is one failure of the peer; nothing of it is kept', async (_, answer) => {
    const { sender, receiver, peer, quiet, send } = await withQueue(3);
    receiver.instead = () => answer;
    await send();
    expect(receiver.pushes).toHaveLength(1);
    const found = await sender.outbox.peer(peer);
    expect(found?.breaker.fails).toBe(1);
    expect(JSON.stringify([found, sender.logged])).not.toContain('xxxx');
    expect(await sender.states(peer)).toEqual({ READY: 4 });
    receiver.instead = () => undefined;
    sender.clock.pass(HOUR_MS);
    await send();
    await quiet();
  });

  test('F-19 of 100 messages one is refused: 99 arrive, one is a dead letter, the watermark goes on', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(100);
    receiver.instead = ({ payload }) =>
      payload['rev'] === 50
        ? { status: 400, body: JSON.stringify({ err: 'invalid_request', bf_code: 'bf_schema' }) }
        : undefined;
    await send();
    expect(await sender.states(peer)).toEqual({ DELIVERED: 101, DEAD: 1 });
    const types = [...receiver.kept.values()].map(({ type }) => type);
    expect(types.filter((type) => type === 'collection-changed')).toHaveLength(99);
    expect(types.filter((type) => type === 'stream-noop')).toHaveLength(1);
    await quiet();

    receiver.instead = () => undefined;
    const [dead] = await sender.outbox.listDead(10);
    expect(dead).toMatchObject({ peer, type: 'collection-changed', because: 'bf_schema' });
    expect(await sender.outbox.retryDead(dead?.jti ?? '')).toBe(true);
    expect(await sender.outbox.retryDead(dead?.jti ?? '')).toBe(false);
    await sender.sequence();
    await send();
    expect([...receiver.kept.values()].some(({ payload }) => payload['rev'] === 50)).toBe(true);
    await quiet();
  });

  test('a peer that wants to be left alone is, and has not failed', async () => {
    const { sender, receiver, peer, send } = await withQueue(1);
    receiver.instead = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await send();
    sender.clock.pass(119_000);
    await send();
    expect(receiver.pushes).toHaveLength(1);
    expect((await sender.outbox.peer(peer))?.breaker.fails).toBe(0);
    receiver.instead = () => undefined;
    sender.clock.pass(1_000);
    await send();
    expect(receiver.contig(EPOCH)).toBe(2);
  });

  test('a wrong signature is tried once more, and then is a dead letter', async () => {
    const { sender, receiver, peer, send } = await withQueue(1);
    receiver.instead = ({ type }) =>
      type === 'collection-changed'
        ? { status: 400, body: JSON.stringify({ err: 'authentication_failed' }) }
        : undefined;
    await send();
    const tries = receiver.pushes.filter(({ type }) => type === 'collection-changed');
    expect(tries).toHaveLength(2);
    expect(await sender.states(peer)).toEqual({ DELIVERED: 2, DEAD: 1 });
  });
});

describe('what is not told any more', () => {
  test('F-57 a grant that was revoked while 10 messages waited: 10 times stream-noop and no word more', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(10);
    sender.stillAllowed.is = ({ said }) => said.type !== 'collection-changed';
    await send();
    const types = receiver.pushes.map(({ type }) => type);
    expect(types).toEqual(['stream-reset', ...Array.from({ length: 10 }, () => 'stream-noop')]);
    expect(await sender.states(peer)).toEqual({ CANCELLED: 10, DELIVERED: 11 });
    await quiet();
  });

  test('F-10 what happened more than 45 days ago is never sent', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(1);
    receiver.instead = () => ({ status: 500 });
    await send();
    receiver.instead = () => undefined;
    sender.clock.pass(46 * 24 * HOUR_MS);
    await send();
    expect(receiver.pushes.slice(1).map(({ type }) => type)).not.toContain('collection-changed');
    expect((await sender.states(peer))['EXPIRED']).toBe(2);
    await quiet();
  });
});

test('a peer that is blocked while it is woken stays blocked, and gets nothing more', async () => {
  const { sender, receiver, peer, send } = await withQueue(3);
  await sender.peers.updateOne({ _id: peer }, { $set: { state: 'DORMANT' } });
  receiver.instead = async () => {
    await sender.peers.updateOne({ _id: peer }, { $set: { state: 'BLOCKED' } });
    return undefined;
  };
  await send();
  expect((await sender.outbox.peer(peer))?.state).toBe('BLOCKED');
  expect(receiver.pushes).toHaveLength(1);
});

describe('keys', () => {
  test('F-31 the key turns while 1,000 messages are on their way: none is lost and none is dead', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(0);
    await sender.keys.publicKeys();
    sender.clock.pass(25 * HOUR_MS);
    await sender.queue(peer, 1_000);
    receiver.instead = async ({ seq, kid }) => {
      if (seq === 500) await sender.keys.rotate();
      const published = await sender.keys.publicKeys();
      const isKnown = published.some(({ jwk }) => jwk.kid === kid);
      return isKnown ? undefined : { status: 400, body: '{"err":"invalid_key"}' };
    };
    await send();
    expect(await sender.states(peer)).toEqual({ DELIVERED: 1_001 });
    expect(new Set(receiver.pushes.map(({ kid }) => kid)).size).toBe(2);
    await quiet();
  }, 120_000);

  test('F-32 the key is replaced at once: what waited 3 days is signed with the new one', async () => {
    const { sender, receiver, peer, quiet, send } = await withQueue(20);
    const [old] = await sender.keys.publicKeys();
    receiver.instead = () => ({ status: 503 });
    await send();
    sender.clock.pass(72 * HOUR_MS);
    await sender.keys.replaceCompromised();
    const [active] = await sender.keys.publicKeys();
    receiver.instead = () => undefined;
    const before = receiver.pushes.length;
    await send();
    const kids = new Set(receiver.pushes.slice(before).map(({ kid }) => kid));
    expect([...kids]).toEqual([active?.jwk.kid]);
    expect(kids.has(old?.jwk.kid ?? '')).toBe(false);
    expect(await sender.states(peer)).toEqual({ DELIVERED: 21 });
    await quiet();
  });
});

test('nothing that is logged holds a message', async () => {
  const { sender, receiver, peer, deps, send } = await withQueue(1);
  receiver.instead = ({ type }) => (type === 'collection-changed' ? { status: 413 } : undefined);
  await send();
  const [row] = await sender.deliveries.find({ peer, state: 'DEAD' }).lean();
  const token = await deps.sign({ ...row, seq: 2, jti: row?._id } as never, sender.clock.now());
  expect(readSet(token).type).toBe('collection-changed');
  expect(sender.logged).toEqual([{ peer, jti: row?._id, because: 'too_large' }]);
});
