import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { checkPageSize, isHerself, toConnection } from '../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import { addressesOf } from './answer-offer.js';
import type { OfferDeps } from './answer-offer.js';
import type { BadgeRow } from './badge.loader.js';
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

/** Newest first; the id decides between two of the same moment. */
const position = z.object({ at: z.number(), id: z.string() });
const before = ({ at, id }: z.infer<typeof position>, field: string) => ({
  $or: [{ [field]: { $lt: new Date(at) } }, { [field]: new Date(at), _id: { $lt: id } }],
});

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
    if (!isHerself(context, id)) return null;
    const { database, clock, cursors, pageLimit } = this.deps;
    const list = `inbox ${id}`;
    const { normalized } = await addressesOf(id, this.deps);
    const rows = await database
      .model(offerModel)
      .find({
        recipient: { $in: normalized },
        state: 'PENDING',
        expiresAt: { $gt: clock.now() },
        ...(typeof after === 'string' &&
          before(cursors.decode(list, after, position), 'receivedAt')),
      })
      .select({ original: 0 })
      .sort({ receivedAt: -1, _id: -1 })
      .limit(checkPageSize(first, pageLimit) + 1)
      .lean<OfferDoc[]>();
    return toConnection(
      rows,
      { first, after: after ?? undefined },
      {
        cursor: (row) => cursors.encode(list, { at: row.receivedAt.getTime(), id: row._id }),
        node: (row) => new OfferType(row, clock.now()),
      },
    );
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
    const { database, cursors, pageLimit } = this.deps;
    const list = `badges ${id}`;
    const rows = await database
      .model(badgeModel)
      .find({
        earner: id,
        ...(!isHerself(context, id) && { visibility: 'PUBLIC' }),
        ...(typeof after === 'string' &&
          before(cursors.decode(list, after, position), 'acceptedAt')),
      })
      .select({ original: 0 })
      .sort({ acceptedAt: -1, _id: -1 })
      .limit(checkPageSize(first, pageLimit) + 1)
      .lean<BadgeRow[]>();
    return toConnection(
      rows,
      { first, after: after ?? undefined },
      {
        cursor: (row) => cursors.encode(list, { at: row.acceptedAt.getTime(), id: row._id }),
        node: (row) => new BadgeType(row),
      },
    );
  }
}
