import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  dispatchTo,
  pushOver,
  sequenceEvents,
  signAs,
  signingKeyOf,
} from '../../../src/federation/index.js';
import type {
  Delivery,
  HubEvent,
  Outbox,
  PrivateJwk,
  SendDeps,
} from '../../../src/federation/index.js';
import {
  createGuardedFetch,
  createKeyRing,
  createSealer,
  deriveKey,
} from '../../../src/runtime/index.js';
import {
  connectDatabase,
  deliveryModel,
  ensureIndexes,
  fedEventModel,
  keyModel,
  keyRows,
  outbox as storedOutbox,
  peerModel,
  tellPeers,
} from '../../../src/store/index.js';
import type { Database, News } from '../../../src/store/index.js';
import { testDatabase } from '../../support/replica-set.js';
import { testClock } from '../../support/test-clock.js';

const SELF = 'https://hub-a.example';
const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

/** The sending half of a hub on a database of its own, which all tests of a file share. */
export function senders() {
  const { uri } = testDatabase();
  let database: Database;
  const fetches = new Set<{ close(): Promise<void> }>();
  beforeAll(async () => {
    database = await connectDatabase(uri);
    const models = [deliveryModel, fedEventModel, peerModel, keyModel];
    await ensureIndexes(database, models as never);
  });
  afterAll(async () => {
    await Promise.all([...fetches].map((fetch) => fetch.close()));
    await database.close();
  });
  return () => aSender(database, fetches);
}

function aSender(database: Database, fetches: Set<{ close(): Promise<void> }>) {
  const clock = testClock();
  const keys = createKeyRing({
    purpose: randomUUID(),
    alg: 'Ed25519',
    rows: keyRows(database),
    sealer: createSealer(deriveKey('a secret of at least 32 characters', 'keys')),
    clock,
    publishedFirstMs: DAY_MS,
    retiredForMs: DAY_MS,
  });
  const outbox = storedOutbox(database, clock);
  const tell = tellPeers(database, clock);
  const stillAllowed = { is: (_: Delivery): boolean => true };
  const logged: object[] = [];
  const note = (facts: object): void => void logged.push(facts);

  function deps(origins: readonly string[], changed: Partial<SendDeps> = {}): SendDeps {
    const fetch = createGuardedFetch({
      privateOrigins: origins.map((origin) => ({ origin })),
      userAgent: 'BackpackHub/0.1',
    });
    fetches.add(fetch);
    return {
      outbox,
      clock,
      log: { warn: note, error: note },
      sign: signer(keys),
      post: pushOver(fetch),
      chance: () => 0.5,
      rediscover: () => Promise.resolve(true),
      isStillAllowed: (delivery) => Promise.resolve(stillAllowed.is(delivery)),
      ...changed,
    };
  }

  return {
    database,
    clock,
    keys,
    outbox,
    stillAllowed,
    logged,
    deps,
    sign: signer(keys),
    peers: database.model(peerModel),
    deliveries: database.model(deliveryModel),
    events: database.model(fedEventModel),

    /** A new peer that takes pushes at this address. */
    async peer(url = 'http://127.0.0.1:9'): Promise<string> {
      const origin = `https://${randomUUID()}.example`;
      const at = clock.now();
      await database.model(peerModel).create([
        {
          _id: origin,
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
      return origin;
    },

    /** Tells so many peers of one change, as a use case does. */
    async tell(audience: News['audience'], rev = 1): Promise<void> {
      const said = changed(rev);
      const subject = { kind: 'collection', id: 'col_1', rev };
      await database.transaction((session) => tell({ said, subject, audience }, session));
    },

    /** Many messages at once, sequenced already. */
    async queue(peer: string, count: number): Promise<void> {
      for (let rev = 1; rev <= count; rev += 1) await this.tell([{ peer }], rev);
      await this.sequence();
    },

    sequence: (port: Pick<Outbox, 'newEvents' | 'append' | 'noteSequenced'> = outbox) =>
      sequenceEvents(port, NEVER),

    dispatch: (origin: string, given: SendDeps, owner = 'one') =>
      dispatchTo(origin, given, { owner, signal: NEVER }),

    async states(peer: string): Promise<Readonly<Record<string, number>>> {
      const rows = await database.model(deliveryModel).find({ peer }).lean();
      const counts: Record<string, number> = {};
      for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    },

    async out(peer: string) {
      const found = await outbox.peer(peer);
      if (found === null) throw new Error('no such peer');
      return found.out;
    },
  };
}

/** A collection that others see has changed. */
export const changed = (rev: number): HubEvent => ({
  type: 'collection-changed',
  payload: { collection: 'col_1', grant: 'grt_1', rev, kinds: ['ADDED'], href: `${SELF}/col_1` },
});

export type Sender = ReturnType<typeof aSender>;

/** Signs with whatever key is the active one at that moment. */
function signer(keys: ReturnType<typeof createKeyRing>): SendDeps['sign'] {
  return signAs(
    () => SELF,
    async () => {
      const [active] = await keys.signingKeys();
      return signingKeyOf(active as unknown as PrivateJwk);
    },
  );
}
