import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { checkPageSize, isHerself, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { CollectionConnectionType, CollectionType, EarnerType } from './collection.type.js';

export interface EarnerCollectionsDeps {
  readonly database: Database;
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

const position = z.object({ at: z.number(), id: z.string() });

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
    const { database, cursors, pageLimit } = this.deps;
    const list = `collections ${id}`;
    const rows = await database
      .model(collectionModel)
      .find({
        owner: id,
        deletedAt: { $exists: false },
        ...(!isHerself(context, id) && { visibility: 'PUBLIC' }),
        ...(typeof after === 'string' && older(cursors.decode(list, after, position))),
      })
      .sort({ createdAt: -1, _id: -1 })
      .limit(checkPageSize(first, pageLimit) + 1)
      .lean<CollectionDoc[]>();
    return toConnection(
      rows,
      { first, after: after ?? undefined },
      {
        cursor: (row) => cursors.encode(list, { at: row.createdAt.getTime(), id: row._id }),
        node: (row) => new CollectionType(row),
      },
    );
  }
}

function older({ at, id }: z.infer<typeof position>) {
  const moment = new Date(at);
  return { $or: [{ createdAt: { $lt: moment } }, { createdAt: moment, _id: { $lt: id } }] };
}
