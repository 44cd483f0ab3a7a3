import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { newestFirst, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import { mayActFor } from '../../src/policy/index.js';
import type { Database } from '../../src/store/index.js';
import { offeredTo, offersTo } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import type { BadgeRow } from './badge-rows.js';
import { badgeModel } from './badge.model.js';
import { BadgeConnectionType, BadgeType } from './badge.type.js';
import { EarnerType } from './earner.type.js';
import { offerModel } from './offer.model.js';
import type { OfferDoc } from './offer.model.js';
import { OfferConnectionType, OfferType } from './offer.type.js';

export interface EarnerBadgesDeps extends OfferDeps {
  readonly database: Database;
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

/** What the badge subgraph adds to an earner: her inbox and her badges. */
@Resolver(() => EarnerType)
export class EarnerBadgesResolver {
  constructor(private readonly deps: EarnerBadgesDeps) {}

  @FieldResolver(() => OfferConnectionType, {
    nullable: true,
    description:
      'What was pushed and not answered yet, newest first; only for the earner herself, null otherwise.',
  })
  async inbox(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<OfferType> | null> {
    if (!mayActFor(context.principal, id, 'inbox.read')) return null;
    return this.waiting(`inbox ${id}`, id, { quarantined: false, first, after });
  }

  @FieldResolver(() => OfferConnectionType, {
    nullable: true,
    description:
      'Offers of other hubs that are not shown in the inbox, because the hub is trusted with little or sends too many; newest first, only for herself.',
  })
  async quarantine(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<OfferType> | null> {
    if (!mayActFor(context.principal, id, 'inbox.read')) return null;
    return this.waiting(`quarantine ${id}`, id, { quarantined: true, first, after });
  }

  @FieldResolver(() => BadgeConnectionType, {
    description: 'Her own view: all, newest first. Anybody else: what is public.',
  })
  async badges(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<BadgeType>> {
    const list = newestFirst(`badges ${id}`, 'acceptedAt', { first, after }, this.deps);
    const rows = await this.deps.database
      .model(badgeModel)
      .find({
        earner: id,
        ...(!mayActFor(context.principal, id, 'badges.read') && { visibility: 'PUBLIC' }),
        ...list.behind,
      })
      .select({ original: 0 })
      .sort(list.sort)
      .limit(list.limit)
      .lean<BadgeRow[]>();
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.acceptedAt),
      node: (row) => new BadgeType(row),
    });
  }

  /** What is offered to her and not answered. */
  private async waiting(
    name: string,
    earner: string,
    {
      quarantined,
      ...asked
    }: {
      readonly quarantined: boolean;
      readonly first: number;
      readonly after: string | null | undefined;
    },
  ): Promise<Connection<OfferType>> {
    const { database, clock } = this.deps;
    const list = newestFirst(name, 'receivedAt', asked, this.deps);
    const to = await offeredTo(earner, this.deps);
    const now = clock.now();
    const rows = await database
      .model(offerModel)
      .find({
        ...offersTo(to),
        state: 'PENDING',
        expiresAt: { $gt: now },
        'foreign.quarantined': quarantined ? true : { $ne: true },
        ...list.behind,
      })
      .select({ original: 0 })
      .sort(list.sort)
      .limit(list.limit)
      .lean<OfferDoc[]>();
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.receivedAt),
      node: (row) => new OfferType(row, now),
    });
  }
}
