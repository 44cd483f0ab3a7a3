import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import type { BadgeVisibility } from '../ports.js';
import { createChangeLog } from './change-log.js';
import { collectionChangeModel } from './collection-change.model.js';
import {
  CollectionChangeResolver,
  CollectionSnapshotResolver,
} from './collection-changes.resolver.js';
import {
  CollectionChangesSubscription,
  collectionChangesStream,
} from './collection-changes.subscription.js';
import { collectionModel } from './collection.model.js';
import { CollectionResolver } from './collection.resolver.js';
import type { CollectionResolverDeps } from './collection.resolver.js';
import { BadgeType, CollectionType, EarnerType } from './collection.type.js';
import { EarnerCollectionsResolver } from './earner-collections.resolver.js';
import { grantsTo } from './grant-reader.js';
import { grantModel } from './grant.model.js';
import { CollectionGrantsResolver, GrantResolver } from './grant.resolver.js';
import type { GrantResolverDeps } from './grant.resolver.js';
import type { StreamDeps } from './stream-changes.js';

export { collectionBelongings } from './collection-belongings.js';
export { collectionGrants } from './grant-collection.js';
export { collectionLog } from './collection-log.js';
export { sharedBadges } from './may-see.js';

/** MongoDB collections that only this subgraph writes. */
export const COLLECTION_MODELS = [collectionModel, collectionChangeModel, grantModel] as const;

/** What a bell has to watch to ring for the changes of a collection. */
export const COLLECTION_BELL = {
  watch: collectionChangeModel.name,
  subject: 'collection',
} as const;

export type CollectionSubgraphDeps = CollectionResolverDeps &
  GrantResolverDeps &
  Omit<StreamDeps, 'log' | 'grantsTo'> & { readonly visibility: BadgeVisibility };

/** The collection subgraph: what earners put together, and the log of its changes. */
export function collectionSubgraph(deps: CollectionSubgraphDeps): Subgraph {
  const { database } = deps;
  const stream: StreamDeps = {
    ...deps,
    log: createChangeLog(database),
    grantsTo: grantsTo(database),
  };
  const collections = new CollectionResolver(deps);
  return buildSubgraph({
    name: 'collection',
    resolvers: [
      collections,
      new EarnerCollectionsResolver(deps),
      new CollectionGrantsResolver(deps),
      new GrantResolver(deps),
      new CollectionSnapshotResolver({ ...deps, ...stream, collections }),
      new CollectionChangeResolver(deps),
      new CollectionChangesSubscription(),
    ],
    orphanedTypes: [BadgeType, CollectionType, EarnerType],
    references: {
      Collection: ({ id }, context) => collections.byId(id, context),
      Earner: ({ id }) => ({ id }),
      Badge: ({ id }) => ({ id }),
    },
    streams: { collectionChanges: collectionChangesStream(stream) },
  });
}
