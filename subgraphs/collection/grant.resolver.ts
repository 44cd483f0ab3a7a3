import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../../src/errors.js';
import { newestFirst, perRequest, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing, granteeBehind, mayActFor } from '../../src/policy/index.js';
import { collectionLoader } from './collection.loader.js';
import { CollectionType } from './collection.type.js';
import { grantCollection, revokeGrant } from './grant-collection.js';
import type { GrantDeps } from './grant-collection.js';
import { grantsOf } from './grant-reader.js';
import { grantModel } from './grant.model.js';
import type { GrantDoc } from './grant.model.js';
import { GrantConnectionType, GrantType } from './grant.type.js';

export interface GrantResolverDeps extends GrantDeps {
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

/** Which displayers may see a collection. */
@Resolver(() => CollectionType)
export class CollectionGrantsResolver {
  private readonly grantsByCollection;

  constructor(private readonly deps: GrantResolverDeps) {
    this.grantsByCollection = perRequest(
      () =>
        new DataLoader(async (collections: readonly string[]) => {
          const rows = await grantsOf(collections, deps.database);
          return collections.map((id) => rows.filter(({ collection }) => collection === id));
        }),
    );
  }

  @FieldResolver(() => [GrantType], {
    nullable: true,
    description: 'Who may see it besides, the newest first, ended ones too. Only for the owner.',
  })
  async grants(@Root() { row }: CollectionType, @Ctx() context: SubgraphContext) {
    if (!mayActFor(context.principal, row.owner, 'collections.grant')) return null;
    const rows = await this.grantsByCollection(context).load(row._id);
    return rows.map((grant) => new GrantType(grant));
  }

  @Query(() => GrantConnectionType, {
    description:
      'The collections that were granted to you, a displayer, the newest first; an app sees those of its earner.',
  })
  async myGrants(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<Connection<GrantType>> {
    const grantee = granteeBehind(principal);
    if (grantee === undefined) {
      throw new Refusal(principal.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    }
    const list = newestFirst(
      `grants ${JSON.stringify(grantee)}`,
      'grantedAt',
      { first, after },
      this.deps,
    );
    const rows = await this.deps.database
      .model(grantModel)
      .find({ ...grantee, active: true, ...list.behind })
      .sort(list.sort)
      .limit(list.limit)
      .lean<GrantDoc[]>();
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.grantedAt),
      node: (row) => new GrantType(row),
    });
  }

  @Mutation(() => GrantType, {
    description: 'Lets one displayer see a collection of yours, whatever its visibility.',
  })
  async grantCollection(
    @Arg('collection', () => ID, { description: 'Your collection.' }) collection: string,
    @Arg('displayer', () => ID, { description: 'Id of a registered client.' }) displayer: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<GrantType> {
    const owner = earnerActing(principal, 'collections.grant');
    return new GrantType(await grantCollection(owner, { collection, displayer }, this.deps));
  }

  @Mutation(() => GrantType, {
    description: 'Ends a grant: no later change reaches the displayer, and its streams end.',
  })
  async revokeGrant(
    @Arg('id', () => ID, { description: 'A grant about a collection of yours.' }) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<GrantType> {
    const owner = earnerActing(principal, 'collections.grant');
    return new GrantType(await revokeGrant(owner, id, this.deps));
  }
}

/** What a grant is about. */
@Resolver(() => GrantType)
export class GrantResolver {
  private readonly collections;

  constructor({ database }: Pick<GrantDeps, 'database'>) {
    this.collections = perRequest((context) => collectionLoader(database, context));
  }

  @FieldResolver(() => CollectionType, { description: 'What may be seen.' })
  async collection(@Root() { row }: GrantType, @Ctx() context: SubgraphContext) {
    const found = await this.collections(context).load(row.collection);
    if (found === null) throw new Refusal('NOT_FOUND');
    return new CollectionType(found);
  }
}
