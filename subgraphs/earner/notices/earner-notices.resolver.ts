import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { newestFirst, perRequest, toConnection } from '../../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { BadgeVisibility } from '../../ports.js';
import { EarnerType } from '../account/earner.type.js';
import { noticeModel } from './notice.model.js';
import type { NoticeDoc } from './notice.model.js';
import { BadgeType, NoticeConnectionType, NoticeType } from './notice.type.js';
import { markNoticesRead } from './notices.js';

export interface NoticeResolverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly visibility: BadgeVisibility;
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

/** What she should know, and that she knows it. */
@Resolver(() => EarnerType)
export class EarnerNoticesResolver {
  constructor(private readonly deps: NoticeResolverDeps) {}

  @FieldResolver(() => NoticeConnectionType, {
    nullable: true,
    description:
      'What she should know: a badge of hers that its issuer changed or took back, one whose time is over … Newest first; only for the earner herself, null otherwise.',
  })
  async notices(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<NoticeType> | null> {
    if (!mayActFor(context.principal, id, 'notices.read')) return null;
    const list = newestFirst(`notices ${id}`, 'at', { first, after }, this.deps);
    const rows = await this.deps.database
      .model(noticeModel)
      .find({ earner: id, ...list.behind })
      .sort(list.sort)
      .limit(list.limit)
      .lean<NoticeDoc[]>();
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.at),
      node: (row) => new NoticeType(row),
    });
  }

  @Mutation(() => [NoticeType], {
    description: 'Says that she has read these notices of hers; answers with those there are.',
  })
  async markNoticesRead(
    @Arg('ids', () => [ID], { description: 'Their ids, at most one page of them.' })
    ids: readonly string[],
    @Ctx() context: SubgraphContext,
  ): Promise<readonly NoticeType[]> {
    const rows = await markNoticesRead(
      earnerActing(context.principal, 'notices.read'),
      ids,
      this.deps,
    );
    return rows.map((row) => new NoticeType(row));
  }
}

@Resolver(() => NoticeType)
export class NoticeResolver {
  private readonly visible;

  constructor({ visibility }: Pick<NoticeResolverDeps, 'visibility'>) {
    this.visible = perRequest(
      ({ principal }) =>
        new DataLoader(async (badges: readonly string[]) => {
          const visible = await visibility.visibleBadges(principal, badges);
          return badges.map((badge) => visible.has(badge));
        }),
    );
  }

  @FieldResolver(() => BadgeType, {
    nullable: true,
    description: 'The badge it is about; null once she removed it.',
  })
  async badge(@Root() { row }: NoticeType, @Ctx() context: SubgraphContext) {
    if (row.badge === undefined) return null;
    return (await this.visible(context).load(row.badge)) ? { id: row.badge } : null;
  }
}
