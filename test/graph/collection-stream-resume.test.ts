import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCursorCodec } from '../../src/graphql/index.js';
import { ANONYMOUS, deriveKey, systemClock } from '../../src/runtime/index.js';
import { collectionBell } from '../../src/app/wire.js';
import type { Bell } from '../../src/store/index.js';
import { createChangeLog } from '../../subgraphs/collection/change-log.js';
import type { CollectionDoc } from '../../subgraphs/collection/collection.model.js';
import {
  createCollection,
  updateCollection,
} from '../../subgraphs/collection/describe-collection.js';
import { changeCursor, streamChanges } from '../../subgraphs/collection/stream-changes.js';
import type { StreamDeps, StreamItem } from '../../subgraphs/collection/stream-changes.js';
import { testGraph } from '../support/graph.js';

const graph = testGraph();

const EDITS = 30;
const WRITERS = 2;

/** A bell of which every ring is lost that `loses` says so about. */
const deafBell = (bell: Bell, loses: () => boolean): Bell => ({
  ...bell,
  arm: (subject) =>
    loses() ? { rung: new Promise(() => undefined), cancel: () => undefined } : bell.arm(subject),
});

/** Reads up to the change `last`, hanging up now and then and coming back with its last cursor. */
async function readAll(
  { _id: collection, epoch }: CollectionDoc,
  patience: () => number,
  last: number,
  deps: StreamDeps,
): Promise<readonly (number | StreamItem['kind'])[]> {
  const told: (number | StreamItem['kind'])[] = [];
  let after = changeCursor(deps.cursors, collection, { epoch, rev: 0 });
  while (told.at(-1) !== last) {
    const hungUp = new AbortController();
    const reader = { collection, after, principal: ANONYMOUS };
    let left = patience();
    for await (const item of streamChanges(reader, hungUp.signal, deps)) {
      told.push(item.kind === 'change' ? item.change.rev : item.kind);
      if (item.kind !== 'access-ended') after = item.cursor;
      left -= 1;
      if (left === 0 || told.at(-1) === last) break;
    }
    hungUp.abort();
  }
  return told;
}

async function write({ _id, owner }: CollectionDoc, edits: number): Promise<void> {
  const target = { owner, collection: _id };
  for (let turn = 0; turn < edits; turn += 1) {
    await updateCollection(target, { name: graph.parts.ids.make('name') }, graph.parts);
  }
}

test('every change arrives once and in order, however often the reader hangs up and rings are lost', async () => {
  const bell = collectionBell(graph.parts);
  const scenario = fc.asyncProperty(
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 }),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
    async (patience, losses) => {
      const collection = await createCollection(
        'ern_owner',
        { name: 'Watched', visibility: 'PUBLIC' },
        {
          ...graph.parts,
          accounts: { holdAccount: () => Promise.resolve({ defaultVisibility: 'PRIVATE' }) },
        },
      );
      const deps: StreamDeps = {
        log: createChangeLog(graph.parts.database),
        grantsTo: () => Promise.resolve([]),
        bell: deafBell(bell, inTurn(losses)),
        cursors: createCursorCodec(deriveKey(graph.parts.secret, 'cursor')),
        clock: systemClock,
        pollMs: 20,
      };
      const reading = readAll(collection, inTurn(patience), EDITS, deps);
      await Promise.all(Array.from({ length: WRITERS }, () => write(collection, EDITS / WRITERS)));
      expect(await reading).toEqual(Array.from({ length: EDITS }, (_, index) => index + 1));
    },
  );
  try {
    await fc.assert(scenario, { numRuns: 6, endOnFailure: true });
  } finally {
    await bell.close();
  }
});

/** Gives one value after the other, over and over. */
function inTurn<T>(values: readonly T[]): () => T {
  let turn = 0;
  return () => {
    const value = values[turn % values.length];
    turn += 1;
    if (value === undefined) throw new Error('there is nothing to give in turn');
    return value;
  };
}
