import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MODELS } from '../../src/app/hub-parts.js';
import { runWorker } from '../../src/app/run-worker.js';
import { wireHubs } from '../../src/app/wire-hubs.js';
import type { HubParts } from '../../src/app/wire.js';
import { createGuardedFetch, createLog, randomIds, systemClock } from '../../src/runtime/index.js';
import { connectDatabase, ensureIndexes, peerModel, tellPeers } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { toyReceiver } from '../federation/send/toy-receiver.js';
import { expectFederationInvariants } from '../support/federation-invariants.js';
import { testDatabase } from '../support/replica-set.js';
import { until } from '../support/until.js';

const { uri } = testDatabase();
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
  await ensureIndexes(database, MODELS);
});
afterAll(() => database.close());

const nothing = () => Promise.resolve();
const OTHER_TASKS = {
  recheckDue: nothing,
  acceptTrusted: nothing,
  sendDigests: nothing,
  rotateKeys: nothing,
};
const PEER = 'https://hub-b.example';

test('a worker sends what a use case told, is woken by what comes later, and stops', async () => {
  const receiver = await toyReceiver();
  const fetch = createGuardedFetch({
    privateOrigins: [{ origin: receiver.url }],
    userAgent: 'BackpackHub/0.1',
  });
  const parts = {
    database,
    secret: 'a secret of at least 32 characters',
    clock: systemClock,
    ids: randomIds,
    log: createLog({ level: 'silent' }),
    fetch,
    publicUrl: () => 'https://hub-a.example',
  } as unknown as HubParts;
  const { url } = receiver;
  const at = systemClock.now();
  await database.model(peerModel).create([
    {
      _id: PEER,
      state: 'ACTIVE',
      since: at,
      createdAt: at,
      keys: [],
      endpoints: { hello: url, events: url, poll: url, snapshot: url },
      out: { epoch: 'ep_00000001', head: 0, acked: 0, oldest: 1 },
      in: { contig: 0, sparse: [] },
      breaker: { state: 'CLOSED', fails: 0, concurrency: 1 },
    },
  ]);
  const tell = tellPeers(database, systemClock);
  const hint = (grant?: string) =>
    database.transaction((session) =>
      tell(
        {
          said: { type: 'hub-retiring', payload: { at: 1 } },
          subject: { kind: 'hub', id: 'self' },
          audience: [{ peer: PEER, ...(grant !== undefined && { grant }) }],
        },
        session,
      ),
    );

  await hint();
  const worker = runWorker({ ...OTHER_TASKS, ...wireHubs(parts) }, parts);
  await until(() => Promise.resolve(receiver.kept.size === 2));
  await hint();
  await hint('grt_1');
  await until(() => Promise.resolve(receiver.kept.size === 4));
  await worker.stop();
  await fetch.close();
  expect(receiver.pushes.map(({ type }) => type)).toEqual([
    'stream-reset',
    'hub-retiring',
    'hub-retiring',
    'stream-noop',
  ]);
  await expectFederationInvariants(database, { now: systemClock.now() });
});
