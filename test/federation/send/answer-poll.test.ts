import { expect, test } from '@jest/globals';
import { answerPoll, answerSnapshot } from '../../../src/federation/index.js';
import type { PollRequest, SnapshotItem } from '../../../src/federation/index.js';
import { senders } from './a-sender.js';
import { readSet } from './toy-receiver.js';

const makeSender = senders();
const EPOCH = 'ep_00000001';
const at = (seq: number) => ({ epoch: EPOCH, seq });

/** A peer for which so many messages wait, and how it polls. */
async function polled(count: number) {
  const sender = makeSender();
  const peer = await sender.peer();
  await sender.queue(peer, count);
  const waits: number[] = [];
  const deps = {
    ...sender.deps([]),
    awaitNews: async (_: string, ms: number) => {
      waits.push(ms);
      await sender.queue(peer, 1);
    },
  };
  const poll = async (request: PollRequest) => {
    const answer = await answerPoll(peer, request, deps);
    if (answer?.status !== 200) return { status: answer?.status, sets: [], answer };
    const sets = Object.entries(answer.body.sets).map(([, set]) => readSet(set));
    return { status: 200, sets: sets.sort((a, b) => a.seq - b.seq), answer };
  };
  return { sender, peer, poll, waits };
}

test('a poll is answered with what comes behind, so many at a time, and says where the stream is', async () => {
  const { poll } = await polled(5);
  const first = await poll({ maxEvents: 4, after: at(0) });
  expect(first.sets.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(first.answer?.body).toMatchObject({
    moreAvailable: true,
    stream: { epoch: EPOCH, head: 6, oldest: 1 },
  });
  const second = await poll({ maxEvents: 4, after: at(4) });
  expect(second.sets.map(({ seq }) => seq)).toEqual([5, 6]);
  expect(second.answer?.body).toMatchObject({ moreAvailable: false });
});

test('`after` acknowledges everything up to there, `ack` what it names', async () => {
  const { sender, peer, poll } = await polled(5);
  const { sets } = await poll({ after: at(3) });
  expect(await sender.states(peer)).toEqual({ DELIVERED: 3, READY: 3 });
  expect((await sender.out(peer)).acked).toBe(3);
  await poll({ ack: sets.map(({ jti }) => jti) });
  expect(await sender.states(peer)).toEqual({ DELIVERED: 6 });
});

test('nobody acknowledges, or refuses, what was sent to somebody else', async () => {
  const { sender, peer, poll } = await polled(1);
  const other = await polled(1);
  const { sets } = await other.poll({ after: at(0) });
  const jtis = sets.map(({ jti }) => jti);
  await poll({ ack: jtis, setErrs: { [jtis[1] ?? '']: { err: 'invalid_request' } } });
  expect(await other.sender.states(other.peer)).toEqual({ READY: 2 });
  expect(await sender.states(peer)).toEqual({ READY: 2 });
});

test('what a peer refuses by poll is a dead letter, without its words, and its place is taken', async () => {
  const { sender, peer, poll } = await polled(1);
  const { sets } = await poll({ after: at(0) });
  const err = 'words of <somebody> else';
  const { sets: then } = await poll({ after: at(1), setErrs: { [sets[1]?.jti ?? '']: { err } } });
  expect(then.map(({ seq, type }) => [seq, type])).toEqual([[2, 'stream-noop']]);
  const dead = await sender.deliveries.findOne({ peer, state: 'DEAD' }).lean();
  expect(dead?.because).toBe('refused');
});

test('F-57 what may be told no more is not told by poll either, whether it was sent or not', async () => {
  const { sender, peer, poll } = await polled(2);
  await sender.deliveries.updateOne({ peer, seq: 2 }, { $set: { state: 'DELIVERED' } });
  sender.stillAllowed.is = ({ said }) => said.type !== 'collection-changed';
  const { sets } = await poll({ after: at(0) });
  expect(sets.map(({ type }) => type)).toEqual(['stream-reset', 'stream-noop', 'stream-noop']);
});

test('a long poll waits at most 25 s for news, and only when there is nothing', async () => {
  const { poll, waits } = await polled(1);
  await poll({ after: at(0), returnImmediately: false });
  expect(waits).toEqual([]);
  const { sets } = await poll({ after: at(2), returnImmediately: false });
  expect(waits).toEqual([25_000]);
  expect(sets.map(({ seq }) => seq)).toEqual([3]);
});

test('an unknown epoch is answered 409', async () => {
  const { poll } = await polled(1);
  expect((await poll({ after: { epoch: 'ep_ffffffff', seq: 1 } })).status).toBe(409);
});

test('F-15 whoever polls behind the head shows that this hub was restored: a new epoch, and 409', async () => {
  const { sender, peer, poll } = await polled(1);
  expect((await poll({ after: at(60) })).status).toBe(409);
  const { epoch } = await sender.out(peer);
  expect(epoch).not.toBe(EPOCH);
  expect((await poll({ after: { epoch, seq: 0 } })).sets[0]?.type).toBe('stream-reset');
});

test('a paused peer is told so, and a hub that is no peer gets nothing', async () => {
  const { sender, peer, poll } = await polled(0);
  const breaker = { state: 'OPEN' as const, fails: 5, concurrency: 1 };
  await sender.outbox.noteBreaker({ origin: peer, state: 'ACTIVE' }, breaker);
  expect((await poll({})).answer?.body).toMatchObject({ stream: { status: 'paused' } });
  const deps = { ...sender.deps([]), awaitNews: () => Promise.resolve() };
  expect(await answerPoll('https://nobody.example', {}, deps)).toBeNull();
});

test('a snapshot comes page by page, kind by kind, as of where the stream was at its first page', async () => {
  const { sender, peer } = await polled(1);
  const things = (kind: string, count: number): readonly SnapshotItem[] =>
    Array.from({ length: count }, (_, n) => {
      return { kind, id: `${kind}_${String(n).padStart(4, '0')}`, rev: 1, state: 'PENDING' };
    });
  const all = [...things('collections', 3), ...things('offers', 900)];
  const list = (_: string, kind: string, { afterId, limit }: { afterId: string; limit: number }) =>
    Promise.resolve(all.filter((it) => it.kind === kind && it.id > afterId).slice(0, limit));
  const kinds = ['collections', 'nothing', 'offers'];
  const items: SnapshotItem[] = [];
  let cursor: string | null = null;
  do {
    const page = await answerSnapshot(peer, { kinds, cursor }, { outbox: sender.outbox, list });
    expect(page).toMatchObject({ epoch: EPOCH, asOfSeq: 2 });
    items.push(...(page?.items ?? []));
    cursor = page?.next ?? null;
    await sender.queue(peer, 1);
  } while (cursor !== null);
  expect(items).toEqual(all);
  for (const wrong of ['x', Buffer.from('["ep_00000009",1,0,""]').toString('base64url')]) {
    const request = { kinds, cursor: wrong };
    expect(await answerSnapshot(peer, request, { outbox: sender.outbox, list })).toBeNull();
  }
});
