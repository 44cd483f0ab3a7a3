/** Reads what several callers ask for, all of them in the same group. */
export interface CoalescedRead<Group, Key, Found> {
  (group: Group, keys: readonly Key[]): Promise<Found>;
}

interface Batch<Key, Found> {
  readonly keys: Set<Key>;
  readonly found: Promise<Found>;
}

/** So that one command stays far below MongoDB's 16 MiB. */
const MOST_KEYS = 10_000;

/**
 * Turns what concurrent requests look up in one turn of the event loop into one read. It answers with all
 * that was found for anybody of the group, so a group holds only callers who may see the same. A look-up
 * never joins a read that has begun, and nothing is kept: nobody gets what is older than the question.
 */
export function coalesce<Group, Key, Found>(
  read: (group: Group, keys: readonly Key[]) => Promise<Found>,
  nameOf: (group: Group) => string,
): CoalescedRead<Group, Key, Found> {
  const waiting = new Map<string, Batch<Key, Found>>();

  function begin(group: Group, name: string): Batch<Key, Found> {
    const keys = new Set<Key>();
    const batch = {
      keys,
      found: new Promise<Found>((resolve) => {
        setImmediate(() => {
          if (waiting.get(name) === batch) waiting.delete(name);
          resolve(read(group, [...keys]));
        });
      }),
    };
    waiting.set(name, batch);
    return batch;
  }

  return (group, keys) => {
    const name = nameOf(group);
    const known = waiting.get(name);
    const hasRoom = known !== undefined && known.keys.size + keys.length <= MOST_KEYS;
    const batch = hasRoom ? known : begin(group, name);
    for (const key of keys) batch.keys.add(key);
    return batch.found;
  };
}

/** Ours have at most 44 characters; what cannot be one must not make a read too large for the others. */
const canBeId = (key: unknown): boolean => String(key).length <= 64;

/** For what everybody may see, or what is filtered for each caller afterwards: rows by their id. */
export function coalesceRows<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Row>> {
  const readAll = coalesce<undefined, Key, ReadonlyMap<Key, Row>>(
    async (_everybody, keys) => {
      const rows = await read(keys.filter(canBeId));
      return new Map(rows.map((row) => [keyOf(row), row]));
    },
    () => '',
  );
  return (keys) => readAll(undefined, keys);
}
