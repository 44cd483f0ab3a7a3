import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/displayer-client/index.js';
import { follow, itemsOf } from './follower.js';
import { accessEnded, change, refusal, snapshotRequired, startToyHub } from './toy-hub.js';
import type { ToyHub, ToyItem } from './toy-hub.js';

let hub: ToyHub;
beforeEach(async () => {
  hub = await startToyHub();
});
afterEach(() => hub.close());

type Snapshots = Snapshot<{ readonly id: string }, { readonly name: string }>[];
const badge = (number: number): ToyItem => ({ id: `bdg_${String(number)}`, name: 'x' });
const unreadable = (): never => {
  throw refusal('UNAVAILABLE');
};

describe('snapshots', () => {
  test('hands over all pages of the collection, then its cursor, then what came after it', async () => {
    hub.add(change(1), change(2), change(3));
    hub.badges = [badge(1), badge(2), badge(3), badge(4), badge(5)];
    hub.stream = async function* () {
      yield snapshotRequired(1);
      yield* [change(2), change(3), change(4), accessEnded()];
    };
    const snapshots: Snapshots = [];
    const follower = follow(hub, {
      pageSize: 2,
      collectionSelection: 'name',
      onSnapshotRequired: (snapshot) => void snapshots.push(snapshot),
    });

    await follower.end;
    expect(snapshots).toEqual([
      {
        reason: 'EPOCH_CHANGED',
        cursor: 'rev-3',
        rev: 3,
        collection: { rev: 3, name: 'Welding' },
        badges: [1, 2, 3, 4, 5].map((number) => ({ id: `bdg_${String(number)}` })),
        errors: [],
      },
    ]);
    expect(hub.requests).toBe(3);
    expect(follower.told).toEqual(['cursor rev-3', 'item 4', 'cursor rev-4']);
  });

  test('starts over when the hub cannot go back to the first page any more', async () => {
    hub.add(change(1));
    hub.badges = [badge(1), badge(2)];
    hub.stream = async function* () {
      yield* [snapshotRequired(1), accessEnded()];
    };
    hub.stalePages = 1;
    const sizes: number[] = [];

    await follow(hub, {
      pageSize: 1,
      onSnapshotRequired: ({ badges }) => void sizes.push(badges.length),
    }).end;
    expect(sizes).toEqual([2]);
    expect(hub.afters).toHaveLength(2);
  });

  test('starts with a snapshot when there is no cursor yet', async () => {
    hub.add(change(1));
    const follower = follow(hub, {
      cursor: undefined,
      onSnapshotRequired({ reason, rev }) {
        expect({ reason, rev }).toEqual({ reason: 'FIRST_TIME', rev: 1 });
        hub.add(change(2), accessEnded());
      },
    });

    await follower.end;
    expect(follower.told).toEqual(['cursor rev-1', 'item 2', 'cursor rev-2']);
  });

  test('only moves the cursor for an application that takes no snapshots', async () => {
    hub.stream = async function* () {
      yield snapshotRequired(7);
      yield* [change(8), accessEnded()];
    };
    const follower = follow(hub);

    await follower.end;
    expect(hub.requests).toBe(0);
    expect(follower.told).toEqual(['cursor rev-7', 'item 8', 'cursor rev-8']);
  });

  test('asks again when a change is missing in between', async () => {
    hub.stream = async function* (_after, attempt) {
      yield change(1);
      if (attempt > 1) yield change(2);
      yield* [change(3), accessEnded()];
    };
    const follower = follow(hub);

    await follower.end;
    expect(itemsOf(follower)).toEqual([1, 2, 3]);
  });

  test('reads the whole collection when a change stays missing', async () => {
    hub.add(change(1), change(2), change(3));
    hub.stream = async function* () {
      yield* [change(1), change(3), change(4), accessEnded()];
    };
    const reasons: string[] = [];
    const follower = follow(hub, {
      onSnapshotRequired: ({ reason }) => void reasons.push(reason),
    });

    await follower.end;
    expect(reasons).toEqual(['GAP']);
    expect(itemsOf(follower)).toEqual([1, 4]);
  });

  test('asks again when parts of a change could not be read', async () => {
    hub.stream = async function* (_after, attempt) {
      yield change(1, attempt === 1 ? { badge: unreadable } : {});
      yield accessEnded();
    };
    const names: unknown[] = [];

    await follow(hub, { onItem: ({ badge: seen }) => void names.push(seen?.name) }).end;
    expect(names).toEqual(['Badge 1']);
  });

  test('hands over a change whose parts stay unreadable, with the reason', async () => {
    hub.stream = async function* () {
      yield change(1, { badge: unreadable });
      yield accessEnded();
    };
    const seen: unknown[] = [];

    await follow(hub, {
      onItem: (item, errors) => void seen.push(item.badge, errors[0]?.extensions?.['code']),
    }).end;
    expect(seen).toEqual([null, 'UNAVAILABLE']);
    expect(hub.afters).toHaveLength(3);
  });
});
