import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { CursorScalar, cancellable } from '../../src/graphql/index.js';
import type { SubgraphStream } from '../../src/graphql/index.js';
import { streamChanges } from './stream-changes.js';
import type { StreamDeps, StreamItem } from './stream-changes.js';
import { CollectionStreamItem, toStreamItemType } from './stream-item.type.js';
import type { StreamItemType } from './stream-item.type.js';

/** The shape of the subscription; its items come from `collectionChangesStream`. */
@Resolver()
export class CollectionChangesSubscription {
  @Subscription(() => CollectionStreamItem, {
    topics: 'collection_changes',
    description:
      'Every change of a collection behind the cursor, in order, without gaps, until you may not see it any more. Without a cursor: from now on, starting with a SnapshotRequired.',
  })
  collectionChanges(
    @Arg('collection', () => ID, { description: 'A collection you may see.' }) _collection: string,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'The last cursor you kept.' })
    _after: string | null,
    @Root() item: StreamItem,
  ): StreamItemType {
    return toStreamItemType(item);
  }
}

/** Opens one reader's stream. */
export function collectionChangesStream(
  deps: StreamDeps,
): SubgraphStream<{ readonly collection: string; readonly after?: string | null }> {
  return ({ collection, after }, { principal }) =>
    cancellable((signal) =>
      streamChanges({ collection, after: after ?? undefined, principal }, signal, deps),
    );
}
