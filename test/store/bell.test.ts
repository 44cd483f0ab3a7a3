import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { connectDatabase, openBell } from '../../src/store/index.js';
import type { ArmedBell, Bell, Database } from '../../src/store/index.js';
import { testDatabase } from '../support/replica-set.js';

const { uri } = testDatabase();
const open = new Set<Bell>();
let database: Database;

beforeAll(async () => {
  database = await connectDatabase(uri);
});
afterEach(async () => {
  await Promise.all([...open].map((bell) => bell.close()));
  open.clear();
});
afterAll(() => database.close());

const insert = (watch: string, subject: string) =>
  database.connection.collection(watch).insertOne({ subject });

/** A bell that is listening already, and what it was in trouble with since. */
async function listening(watch: string) {
  const troubles: unknown[] = [];
  await database.connection.createCollection(watch);
  const bell = openBell(database, {
    watch,
    subject: 'subject',
    sleep: () => Promise.resolve(),
    onTrouble: (error) => troubles.push(error),
  });
  open.add(bell);
  // It rings for everybody when its change stream is open.
  await bell.arm('anybody').rung;
  return { bell, troubles };
}

async function hasRung({ rung }: ArmedBell): Promise<boolean> {
  let rang = false;
  void rung.then(() => {
    rang = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return rang;
}

test('a bell rings for the subject of an insert, for all who wait for it, and for nobody else', async () => {
  const { bell } = await listening('rings');
  const [one, two, other] = [bell.arm('a'), bell.arm('a'), bell.arm('b')];
  await insert('rings', 'a');
  await Promise.all([one.rung, two.rung]);
  expect(await hasRung(other)).toBe(false);
});

test('a bell rings once for each time it is armed', async () => {
  const { bell } = await listening('rings_once');
  const first = bell.arm('a');
  await insert('rings_once', 'a');
  await first.rung;
  const second = bell.arm('a');
  expect(await hasRung(second)).toBe(false);
  await insert('rings_once', 'a');
  await second.rung;
});

test('a wait that was cancelled is forgotten, and others still wait', async () => {
  const { bell } = await listening('cancelled');
  const [gone, waiting] = [bell.arm('a'), bell.arm('a')];
  gone.cancel();
  await insert('cancelled', 'a');
  await waiting.rung;
  expect(await hasRung(gone)).toBe(false);
});

test('an update or a removal does not ring', async () => {
  const { bell } = await listening('inserts_only');
  const first = bell.arm('a');
  await insert('inserts_only', 'a');
  await first.rung;
  const [armed, later] = [bell.arm('a'), bell.arm('b')];
  const rows = database.connection.collection('inserts_only');
  await rows.updateOne({ subject: 'a' }, { $set: { seen: true } });
  await rows.deleteOne({ subject: 'a' });
  await insert('inserts_only', 'b');
  await later.rung;
  expect(await hasRung(armed)).toBe(false);
});

test('after trouble everybody is rung and later inserts ring again', async () => {
  const { bell, troubles } = await listening('troubled');
  const waiting = [bell.arm('a'), bell.arm('b')];
  await database.connection.dropCollection('troubled');
  await Promise.all(waiting.map(({ rung }) => rung));
  expect(troubles.length).toBeGreaterThan(0);
  const armed = bell.arm('a');
  await insert('troubled', 'a');
  await armed.rung;
});

test('closing wakes whoever still waits', async () => {
  const { bell } = await listening('closed');
  const armed = bell.arm('a');
  await bell.close();
  await armed.rung;
  expect(await hasRung(armed)).toBe(true);
});
