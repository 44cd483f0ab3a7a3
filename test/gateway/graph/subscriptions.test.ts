import { describe, expect, test } from '@jest/globals';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { createOperationCache } from '../../../gateway/graph/operation-cache.js';
import { openSubscription } from '../../../gateway/graph/subscriptions.js';
import type { GraphStream } from '../../../gateway/graph/subscriptions.js';
import { loadSupergraph } from '../../../gateway/graph/supergraph.js';
import { createToyWorld, toySubgraphs, toySupergraphSdl, toyTransport } from '../toy-hub.js';

/** A source that counts how many events were asked for. */
function countedEvents(ids: readonly string[]) {
  const seen = { asked: 0, returned: false };
  const iterator: AsyncIterableIterator<string> = {
    next: () => {
      const value = ids[seen.asked];
      seen.asked += 1;
      if (value === undefined) return new Promise(() => undefined);
      return Promise.resolve({ done: false, value });
    },
    return: () => {
      seen.returned = true;
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return { seen, iterator };
}

async function subscribed(ids: readonly string[], caller?: () => string) {
  const world = createToyWorld();
  const { seen, iterator } = countedEvents(ids);
  world.events = iterator;
  const toys = toySubgraphs(world, () => {
    throw new Error('not asked here');
  });
  const supergraph = await loadSupergraph(toySupergraphSdl(), toyTransport(world, toys));
  const limits = { depth: 9, aliases: 9, directives: 9, tokens: 999, cost: 999 };
  const cache = createOperationCache(supergraph.schema, { limits, production: false });
  const prepared = cache.prepare('subscription { bookAdded { title price } }', undefined);
  if (prepared.kind === 'refused') throw new AggregateError(prepared.errors);
  let minted = 0;
  const opened = await openSubscription(prepared.operation, undefined, {
    supergraph,
    caller: () => {
      minted += 1;
      return Promise.resolve({
        principal: caller ? caller() : `statement ${String(minted)}`,
        requestId: 'r',
      });
    },
    finish: (result: ExecutionResult) => result as FormattedExecutionResult,
    refuse: (thrown) => ({ errors: [{ message: (thrown as Error).message }] }),
  });
  return { world, seen, stream: opened as GraphStream };
}

const valueOf = async (stream: GraphStream) =>
  JSON.parse(JSON.stringify((await stream.next()).value ?? null)) as unknown;

describe('a subscription over two subgraphs', () => {
  test('forgets the errors and the data of an item before the next one', async () => {
    const { world, stream } = await subscribed(['1', '2', '3']);
    expect(await valueOf(stream)).toEqual({ data: { bookAdded: { title: 'Title 1', price: 10 } } });
    world.priceError = new Error('out of stock');
    expect(await valueOf(stream)).toMatchObject({
      data: null,
      errors: [{ message: 'out of stock' }],
    });
    world.priceError = undefined;
    expect(await valueOf(stream)).toEqual({ data: { bookAdded: { title: 'Title 3', price: 30 } } });
    await stream.return();
  });

  test('asks the other subgraph with a fresh principal for each item', async () => {
    const { world, stream } = await subscribed(['1', '2']);
    await stream.next();
    await stream.next();
    expect(world.asked.map(({ subgraph, principal }) => [subgraph, principal])).toEqual([
      ['catalog', 'statement 1'],
      ['prices', 'statement 2'],
      ['prices', 'statement 3'],
    ]);
    await stream.return();
  });

  test('asks for the next event only when the last item was taken', async () => {
    const { seen, stream } = await subscribed(['1', '2', '3', '4']);
    await stream.next();
    expect(seen.asked).toBe(1);
    await stream.return();
  });

  test('ends at once when the client leaves, even while it waits for an event', async () => {
    const { seen, stream } = await subscribed([]);
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(seen.returned).toBe(true);
  });

  test('ends with a refused item when the caller may not go on', async () => {
    let isGone = false;
    const { seen, stream } = await subscribed(['1', '2'], () => {
      if (isGone) throw new Error('gone');
      return 'good';
    });
    await stream.next();
    isGone = true;
    expect(await valueOf(stream)).toEqual({ errors: [{ message: 'gone' }] });
    expect((await stream.next()).done).toBe(true);
    expect(seen.returned).toBe(true);
  });
});
