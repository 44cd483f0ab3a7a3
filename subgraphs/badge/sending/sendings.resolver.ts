import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { UrlScalar, newestFirst, toConnection } from '../../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import { deliveriesOfOffers, findPeers } from '../../../src/store/index.js';
import type { BadgeResolver } from '../badge.resolver.js';
import { BadgeType } from '../badge.type.js';
import { EarnerType } from '../earner.type.js';
import { sendAllOfAKind } from './send-by-rule.js';
import { sendBadge } from './send-badge.js';
import type { SendBadgeDeps } from './send-badge.js';
import { sendingModel } from './sending.model.js';
import type { SendingDoc } from './sending.model.js';
import { SendingConnectionType, SendingType } from './sending.type.js';
import { stateOfSending } from './state-of-sending.js';
import { withdrawBadge } from './withdraw-badge.js';

export interface SendingsDeps extends SendBadgeDeps {
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

const LINK = { description: 'A link of yours over which badges are sent.' };

/** The badge of a sending, as long as she has it. */
@Resolver(() => SendingType)
export class SendingBadgeResolver {
  constructor(private readonly badges: BadgeResolver) {}

  @FieldResolver(() => BadgeType, { nullable: true, description: 'Null once she removed it.' })
  badge(@Root() { badgeId }: SendingType, @Ctx() context: SubgraphContext) {
    return this.badges.byId(badgeId, context);
  }
}

/** Badges she sends to her backpacks at other hubs. */
@Resolver(() => EarnerType)
export class SendingsResolver {
  constructor(private readonly deps: SendingsDeps) {}

  @FieldResolver(() => SendingConnectionType, {
    nullable: true,
    description:
      'Badges she sent to other hubs and what became of them, newest first; only for herself.',
  })
  async sendings(
    @Root() { id }: EarnerType,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Behind this cursor.' })
    after: string | null | undefined,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<Connection<SendingType> | null> {
    if (!mayActFor(principal, id, 'links.read')) return null;
    const list = newestFirst(`sendings ${id}`, 'since', { first, after }, this.deps);
    const rows = await this.deps.database
      .model(sendingModel)
      .find({ earner: id, ...list.behind })
      .sort(list.sort)
      .limit(list.limit)
      .lean<SendingDoc[]>();
    const shown = new Map((await this.shown(rows)).map((one) => [one.id, one]));
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.since),
      node: (row) => shown.get(row._id) ?? null,
    });
  }

  @Mutation(() => SendingType, {
    description:
      'Offers a badge of yours at another hub, where you accept or decline it. Sending it again changes nothing while the offer stands.',
  })
  async sendBadge(
    @Arg('badge', () => ID, { description: 'A badge of yours.' }) badge: string,
    @Arg('link', () => ID, LINK) link: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<SendingType> {
    const earner = earnerActing(principal, 'badges.send');
    return this.one(await sendBadge(earner, { badge, link }, this.deps));
  }

  @Mutation(() => SendingType, {
    description: 'Takes an offer at another hub back. What you accepted there stays there.',
  })
  async withdrawBadge(
    @Arg('sending', () => ID, { description: 'A badge you sent.' }) sending: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<SendingType> {
    const earner = earnerActing(principal, 'badges.send');
    return this.one(await withdrawBadge(earner, sending, this.deps));
  }

  @Mutation(() => Int, {
    description:
      'From now on every badge of one issuer, or of one badge class, goes over the link by itself; those you have go at once. Says how many these are.',
  })
  sendAllOfAKind(
    @Arg('link', () => ID, LINK) link: string,
    @Arg('issuer', () => UrlScalar, {
      nullable: true,
      description: 'URL of the issuer’s profile, as its badges name it.',
    })
    issuer: string | null | undefined,
    @Arg('badgeClass', () => String, {
      nullable: true,
      description: 'Id of the badge class, as badges name it.',
    })
    badgeClass: string | null | undefined,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<number> {
    const earner = earnerActing(principal, 'badges.send');
    const kind = { issuer: issuer ?? undefined, badgeClass: badgeClass ?? undefined };
    return sendAllOfAKind(earner, link, kind, this.deps);
  }

  private async one(row: SendingDoc): Promise<SendingType> {
    const [shown] = await this.shown([row]);
    return shown as SendingType;
  }

  private async shown(rows: readonly SendingDoc[]): Promise<readonly SendingType[]> {
    const { database, clock } = this.deps;
    const offers = rows.map(({ _id }) => _id);
    const deliveries = await deliveriesOfOffers(offers, database);
    const peers = await findPeers([...new Set(rows.map(({ peer }) => peer))], database);
    const now = clock.now();
    return rows.map((row) => {
      const [delivery, peer] = [deliveries.get(row._id), peers.get(row.peer)];
      return new SendingType(row, stateOfSending(row, { delivery, peer, now }));
    });
  }
}
