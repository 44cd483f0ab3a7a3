import { isDeepStrictEqual } from 'node:util';
import type { Database, ModelDefinition } from './database.js';

/** Thrown at boot when an index the hub's promises rest on is not there. */
export class IndexMissing extends Error {
  override readonly name = 'IndexMissing';
}

type Stored = Readonly<Record<string, unknown>>;

/** What an index promises besides its key. */
const PROMISES = ['unique', 'expireAfterSeconds', 'partialFilterExpression'] as const;

/**
 * Creates every collection and index, then reads them back: a hub without its unique indexes would
 * store the same badge twice, so it must not listen.
 * @throws IndexMissing naming the collection and the index
 */
export async function ensureIndexes(
  database: Database,
  definitions: readonly ModelDefinition<never>[],
): Promise<void> {
  for (const definition of definitions) {
    const model = database.model(definition);
    await model.createCollection();
    // Why one could not be made is told below, with its name.
    const cause = await model.createIndexes().catch((error: unknown) => error);
    const stored: readonly Stored[] = await model.collection.listIndexes().toArray();
    for (const [key, options] of definition.schema.indexes()) {
      const found = stored.find((index) => index['name'] === options['name']);
      const same =
        found !== undefined &&
        isDeepStrictEqual(found['key'], key) &&
        PROMISES.every((promise) => isDeepStrictEqual(found[promise], options[promise]));
      if (same) continue;
      throw new IndexMissing(
        `The index ${String(options['name'])} of the collection ${definition.name} is missing or differs.`,
        { cause },
      );
    }
  }
}
