import { expect, test } from '@jest/globals';
import { tellPeers } from '../../../src/store/index.js';
import { expectFederationInvariants } from '../../support/federation-invariants.js';
import { changed, senders } from './a-sender.js';
import type { Sender } from './a-sender.js';
import { toyReceiver } from './toy-receiver.js';

const makeSender = senders();

async function sevenPeers(sender: Sender) {
  const peers: string[] = [];
  for (let n = 0; n < 7; n += 1) peers.push(await sender.peer());
  return { peers, audience: peers.map((peer) => ({ peer })) };
}

/** The places in the stream to a peer, in order, and what stands in the first. */
async function placesOf(sender: Sender, peer: string) {
  const rows = await sender.deliveries.find({ peer }).sort({ seq: 1 }).lean();
  return { seqs: rows.map(({ seq }) => seq), first: rows[0]?.said.type };
}

class Killed extends Error {}

test('F-03 an end in the middle of a fan-out to 7 peers leaves no gap and nobody out', async () => {
  const sender = makeSender();
  const { peers, audience } = await sevenPeers(sender);
  await sender.tell(audience);
  let appended = 0;
  const killedAfterThree = {
    ...sender.outbox,
    append: async (...args: Parameters<typeof sender.outbox.append>) => {
      if (appended === 3) throw new Killed();
      appended += 1;
      await sender.outbox.append(...args);
    },
  };
  await expect(sender.sequence(killedAfterThree)).rejects.toThrow(Killed);
  await sender.sequence();
  for (const peer of peers)
    expect(await placesOf(sender, peer)).toEqual({ seqs: [1, 2], first: 'stream-reset' });
});

test('F-01 an end between the change and the sequencer loses nothing; one before noting repeats nothing', async () => {
  const sender = makeSender();
  const peer = await sender.peer();
  await sender.tell([{ peer }]);
  const killed = { ...sender.outbox, noteSequenced: () => Promise.reject(new Killed()) };
  await expect(sender.sequence(killed)).rejects.toThrow(Killed);
  await sender.sequence();
  expect(await placesOf(sender, peer)).toEqual({ seqs: [1, 2], first: 'stream-reset' });
  expect((await sender.out(peer)).head).toBe(2);
});

test('a change that is undone tells nobody', async () => {
  const sender = makeSender();
  const peer = await sender.peer();
  await expect(
    sender.database.transaction(async (session) => {
      const said = changed(1);
      const subject = { kind: 'collection', id: 'col_1' };
      const tell = tellPeers(sender.database, sender.clock);
      await tell({ said, subject, audience: [{ peer }] }, session);
      throw new Killed();
    }),
  ).rejects.toThrow(Killed);
  await sender.sequence();
  expect(await placesOf(sender, peer)).toEqual({ seqs: [], first: undefined });
});

test('four sequencers at once give every peer every number once', async () => {
  const sender = makeSender();
  const { peers, audience } = await sevenPeers(sender);
  for (let rev = 1; rev <= 8; rev += 1) await sender.tell(audience, rev);
  await Promise.all([1, 2, 3, 4].map(() => sender.sequence()));
  const expected = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  for (const peer of peers) {
    expect((await placesOf(sender, peer)).seqs).toEqual(expected);
    expect((await sender.out(peer)).head).toBe(9);
  }
});

test('a hub that is blocked, or unknown, gets no place and holds nobody up', async () => {
  const sender = makeSender();
  const [blocked, other] = [await sender.peer(), await sender.peer()];
  await sender.peers.updateOne({ _id: blocked }, { $set: { state: 'BLOCKED' } });
  const unknown = 'https://nobody.example';
  await sender.tell([{ peer: blocked }, { peer: unknown }, { peer: other }]);
  await sender.sequence();
  expect(await sender.deliveries.countDocuments({ peer: { $in: [blocked, unknown] } })).toBe(0);
  expect((await placesOf(sender, other)).seqs).toEqual([1, 2]);
});

test('what 7 peers were told they all get', async () => {
  const sender = makeSender();
  const receivers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => toyReceiver()));
  const peers: string[] = [];
  for (const { url } of receivers) peers.push(await sender.peer(url));
  for (let rev = 1; rev <= 3; rev += 1)
    await sender.tell(
      peers.map((peer) => ({ peer })),
      rev,
    );
  await sender.sequence();
  const deps = sender.deps(receivers.map(({ url }) => url));
  await Promise.all(peers.map((peer) => sender.dispatch(peer, deps)));
  for (const receiver of receivers) expect(receiver.contig('ep_00000001')).toBe(4);
  await expectFederationInvariants(sender.database, { now: sender.clock.now(), peers });
});
