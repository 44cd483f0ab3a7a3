import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { checkPageSize, perRequest, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import type { Action } from '../../src/policy/index.js';
import type { BadgeOwners } from '../ports.js';
import { addBadge, moveBadge, removeBadge } from './arrange-badges.js';
import { collectionLoader } from './collection.loader.js';
import type { CollectionDoc } from './collection.model.js';
import {
  BadgeConnectionType,
  BadgeType,
  CollectionInput,
  CollectionType,
} from './collection.type.js';
import { createCollection, deleteCollection, updateCollection } from './describe-collection.js';
import type { CreateCollectionDeps } from './describe-collection.js';
import type { EditTarget } from './edit-collection.js';

export interface CollectionResolverDeps extends CreateCollectionDeps {
  readonly badges: BadgeOwners;
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

const LOCK = 'The rev you believe to edit; EDIT_CONFLICT when you edited it since.';
const placeShape = z.object({ b: z.string(), p: z.number().int() });

@Resolver(() => CollectionType)
export class CollectionResolver {
  private readonly collections;

  constructor(private readonly deps: CollectionResolverDeps) {
    this.collections = perRequest((context) => collectionLoader(deps.database, context));
  }

  @Query(() => CollectionType, {
    nullable: true,
    description: 'A collection by id; null if there is none, or none for you.',
  })
  collection(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType | null> {
    return this.byId(id, context);
  }

  @FieldResolver(() => BadgeConnectionType, { description: 'Its badges, in the owner’s order.' })
  badges(
    @Root() { row }: CollectionType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
  ): Connection<BadgeType> {
    const { cursors, pageLimit } = this.deps;
    const list = `collection ${row._id}`;
    const start =
      typeof after === 'string' ? behind(row, cursors.decode(list, after, placeShape)) : 0;
    const rows = row.badges
      .slice(start, start + checkPageSize(first, pageLimit) + 1)
      .map((id, index) => ({ id, position: start + index }));
    return toConnection(
      rows,
      { first, after: after ?? undefined },
      {
        cursor: ({ id, position }) => cursors.encode(list, { b: id, p: position }),
        // Whoever may see the collection may see what is in it.
        node: ({ id }) => ({ id }),
      },
    );
  }

  @Mutation(() => CollectionType, { description: 'A new collection; private unless you say so.' })
  async createCollection(
    @Arg('input', () => CollectionInput, { description: 'What it is.' }) input: CollectionInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType> {
    return new CollectionType(
      await createCollection(earnerActing(context.principal, 'collections.edit'), input, this.deps),
    );
  }

  @Mutation(() => CollectionType, { description: 'Renames, describes or shares a collection.' })
  async updateCollection(
    @Arg('id', () => ID, { description: 'Your collection.' }) id: string,
    @Arg('input', () => CollectionInput, { description: 'What changes; the rest stays.' })
    input: CollectionInput,
    @Arg('expectedRev', () => Int, { nullable: true, description: LOCK })
    rev: number | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType> {
    return new CollectionType(
      await updateCollection(target(context, 'collections.edit', id, rev), input, this.deps),
    );
  }

  @Mutation(() => CollectionType, {
    description:
      'Puts a badge of yours into a collection, and so shows it to whoever may see that.',
  })
  async addBadgeToCollection(
    @Arg('collection', () => ID, { description: 'Your collection.' }) id: string,
    @Arg('badge', () => ID, { description: 'Your badge.' }) badge: string,
    @Arg('position', () => Int, { nullable: true, description: 'From 0; the end if absent.' })
    position: number | null | undefined,
    @Arg('expectedRev', () => Int, { nullable: true, description: LOCK })
    rev: number | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType> {
    const at = position ?? undefined;
    return new CollectionType(
      await addBadge(target(context, 'collections.edit', id, rev), badge, at, this.deps),
    );
  }

  @Mutation(() => CollectionType, { description: 'Takes a badge out of a collection.' })
  async removeBadgeFromCollection(
    @Arg('collection', () => ID, { description: 'Your collection.' }) id: string,
    @Arg('badge', () => ID, { description: 'A badge in it.' }) badge: string,
    @Arg('expectedRev', () => Int, { nullable: true, description: LOCK })
    rev: number | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType> {
    return new CollectionType(
      await removeBadge(target(context, 'collections.edit', id, rev), badge, this.deps),
    );
  }

  @Mutation(() => CollectionType, { description: 'Moves a badge within a collection.' })
  async moveBadgeInCollection(
    @Arg('collection', () => ID, { description: 'Your collection.' }) id: string,
    @Arg('badge', () => ID, { description: 'A badge in it.' }) badge: string,
    @Arg('position', () => Int, { description: 'Where it stands afterwards; from 0.' })
    position: number,
    @Arg('expectedRev', () => Int, { nullable: true, description: LOCK })
    rev: number | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionType> {
    return new CollectionType(
      await moveBadge(target(context, 'collections.edit', id, rev), badge, position, this.deps),
    );
  }

  @Mutation(() => ID, { description: 'Deletes a collection; the badges stay in your backpack.' })
  async deleteCollection(
    @Arg('id', () => ID, { description: 'Your collection.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<string> {
    await deleteCollection(target(context, 'collections.delete', id, null), this.deps);
    return id;
  }

  /** Entity look-up: null unless this principal may see it. */
  async byId(id: string, context: SubgraphContext): Promise<CollectionType | null> {
    const row = await this.collections(context).load(id);
    return row === null ? null : new CollectionType(row);
  }
}

function target(
  context: SubgraphContext,
  action: Action,
  collection: string,
  rev: number | null | undefined,
): EditTarget {
  return {
    owner: earnerActing(context.principal, action),
    collection,
    expectedRev: rev ?? undefined,
  };
}

/** Where the list goes on; also when the badge of the cursor was moved or taken out since. */
function behind({ badges }: CollectionDoc, { b, p }: z.infer<typeof placeShape>): number {
  const position = badges.indexOf(b);
  return position === -1 ? Math.min(p, badges.length) : position + 1;
}
