import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../../src/errors.js';
import { CursorScalar, checkPageSize, perRequest, toConnection } from '../../src/graphql/index.js';
import type { Connection, SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import type { BadgeVisibility } from '../ports.js';
import { visibleBadgeLoader } from './collection.loader.js';
import type { CollectionResolver } from './collection.resolver.js';
import { BadgeConnectionType, BadgeType, CollectionSnapshotType } from './collection.type.js';
import { snapshotPage, snapshotPageCursor } from './snapshot.js';
import { changeCursor, changesSince } from './stream-changes.js';
import type { StreamDeps } from './stream-changes.js';
import { ChangePageType, CollectionChangeType, toStreamItemType } from './stream-item.type.js';

export interface CollectionChangesDeps extends StreamDeps {
  readonly database: Database;
  readonly visibility: BadgeVisibility;
  readonly pageLimit: number;
  readonly collections: CollectionResolver;
}

/** Reading a collection and what changed in it, without a socket. */
@Resolver(() => CollectionSnapshotType)
export class CollectionSnapshotResolver {
  constructor(private readonly deps: CollectionChangesDeps) {}

  @Query(() => CollectionSnapshotType, {
    description: 'A collection and the cursor its changes go on from, read together.',
  })
  async collectionSnapshot(
    @Arg('collection', () => ID, { description: 'A collection you may see.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<CollectionSnapshotType> {
    const collection = await this.deps.collections.byId(id, context);
    if (collection === null) throw new Refusal('NOT_FOUND');
    return { collection, cursor: changeCursor(this.deps.cursors, id, collection.row) };
  }

  @FieldResolver(() => BadgeConnectionType, {
    description: 'Its badges; later pages are as of the rev of the first one.',
  })
  async badges(
    @Root() { collection: { row } }: CollectionSnapshotType,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
  ): Promise<Connection<BadgeType>> {
    checkPageSize(first, this.deps.pageLimit);
    const page = { first, after: after ?? undefined };
    const { badges, start, rev } = await snapshotPage(row, page, this.deps);
    const rows = badges.map((id, index) => ({ id, position: start + index }));
    return toConnection(rows, page, {
      cursor: ({ position }) => snapshotPageCursor(this.deps.cursors, row, rev, position),
      // What was taken out since that rev may not be seen any more.
      node: ({ id }) => (row.badges.includes(id) ? { id } : null),
    });
  }

  @Query(() => ChangePageType, {
    description: 'The changes of a collection behind a cursor: collectionChanges without a socket.',
  })
  async collectionChangesSince(
    @Arg('collection', () => ID, { description: 'The collection of the cursor.' }) id: string,
    @Arg('after', () => CursorScalar, { description: 'Behind this cursor.' }) after: string,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many.' }) first: number,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<ChangePageType> {
    checkPageSize(first, this.deps.pageLimit);
    const page = await changesSince({ collection: id, after, principal }, first, this.deps);
    return { ...page, items: page.items.map(toStreamItemType) };
  }
}

/** What a change shows of its badge, to whom. */
@Resolver(() => CollectionChangeType)
export class CollectionChangeResolver {
  private readonly visible;

  constructor({ visibility }: { readonly visibility: BadgeVisibility }) {
    this.visible = perRequest((context) => visibleBadgeLoader(visibility, context));
  }

  @FieldResolver(() => BadgeType, {
    nullable: true,
    description: 'The badge it is about; null once it may not be seen.',
  })
  async badge(@Root() { badgeId }: CollectionChangeType, @Ctx() context: SubgraphContext) {
    if (badgeId === null) return null;
    return (await this.visible(context).load(badgeId)) ? { id: badgeId } : null;
  }
}
