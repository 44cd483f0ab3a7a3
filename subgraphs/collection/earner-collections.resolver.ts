import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { newestFirst, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import { mayActFor } from '../../src/policy/index.js';
import type { Database } from '../../src/store/index.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { CollectionConnectionType, CollectionType, EarnerType } from './collection.type.js';

export interface EarnerCollectionsDeps {
  readonly database: Database;
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

/** What the collection subgraph adds to an earner. */
@Resolver(() => EarnerType)
export class EarnerCollectionsResolver {
  constructor(private readonly deps: EarnerCollectionsDeps) {}

  @FieldResolver(() => CollectionConnectionType, {
    description: 'Her own view: all, newest first. Anybody else: what is public.',
  })
  async collections(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<CollectionType>> {
    const list = newestFirst(`collections ${id}`, 'createdAt', { first, after }, this.deps);
    const rows = await this.deps.database
      .model(collectionModel)
      .find({
        owner: id,
        deletedAt: { $exists: false },
        ...(!mayActFor(context.principal, id, 'collections.read') && { visibility: 'PUBLIC' }),
        ...list.behind,
      })
      .sort(list.sort)
      .limit(list.limit)
      .lean<CollectionDoc[]>();
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.createdAt),
      node: (row) => new CollectionType(row),
    });
  }
}
