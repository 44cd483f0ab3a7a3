import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../../src/errors.js';
import { VerificationReportType, perRequest, toReportType } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing, earnerBehind, requireMay } from '../../src/policy/index.js';
import DataLoader from 'dataloader';
import { acceptOffer } from './accept-offer.js';
import type { AcceptOfferDeps } from './accept-offer.js';
import { offeredTo, ownOffer } from './answer-offer.js';
import type { BadgeResolver } from './badge.resolver.js';
import { BadgeType } from './badge.type.js';
import { declineOffer } from './decline-offer.js';
import type { DeclineReason } from './decline-offer.js';
import { DeclineReasonEnum, OfferType, PushBadgeInput, PushReceiptType } from './offer.type.js';
import { unopenedReport } from './receiving/unopened-report.js';
import { receiveBadge } from './receive-badge.js';
import type { ReceiveBadgeDeps } from './receive-badge.js';
import { toPush } from './to-push.js';

export interface OfferResolverDeps extends AcceptOfferDeps, ReceiveBadgeDeps {
  readonly badges: BadgeResolver;
}

@Resolver(() => OfferType)
export class OfferResolver {
  private readonly reports;

  constructor(private readonly deps: OfferResolverDeps) {
    this.reports = perRequest(
      () =>
        new DataLoader(async (ids: readonly string[]) => {
          const current = await deps.reports.current(ids);
          return ids.map((id) => current.get(id) ?? null);
        }),
    );
  }

  @Mutation(() => PushReceiptType, {
    description:
      'Offers a badge to the earner it was issued to. Issuers need no registration. Exactly one of assertionUrl, signature, credential, image.',
  })
  async pushBadge(
    @Arg('input', () => PushBadgeInput, { description: 'The badge, and whom it is for.' })
    input: PushBadgeInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PushReceiptType> {
    requireMay(context.principal, 'badges.push');
    return new PushReceiptType(await receiveBadge(toPush(input), this.deps));
  }

  @Query(() => OfferType, { nullable: true, description: 'An offer to you; null otherwise.' })
  offer(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<OfferType | null> {
    return this.byId(id, context);
  }

  @Mutation(() => BadgeType, {
    description:
      'Makes an offered badge yours. NOT_YOUR_BADGE unless one of your verified addresses is its recipient. What another hub delivered is checked with its issuer now: OFFER_CLOSED when it is not what was offered or not valid.',
  })
  async acceptOffer(
    @Arg('id', () => ID, { description: 'An offer to you.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<BadgeType> {
    const badge = await acceptOffer(
      earnerActing(context.principal, 'offers.answer'),
      id,
      this.deps,
    );
    return this.deps.badges.changed(badge, context);
  }

  @Mutation(() => OfferType, {
    description: 'Says no to an offer; its issuer is not told, another hub that delivered it is.',
  })
  async declineOffer(
    @Arg('id', () => ID, { description: 'An offer to you.' }) id: string,
    @Arg('reason', () => DeclineReasonEnum, { nullable: true, description: 'Why, if you like.' })
    reason: DeclineReason | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<OfferType> {
    const earner = earnerActing(context.principal, 'offers.answer');
    const offer = await declineOffer(earner, id, reason ?? undefined, this.deps);
    return new OfferType(offer, this.deps.clock.now());
  }

  @FieldResolver(() => VerificationReportType, { description: 'What was found out when it came.' })
  async report(
    @Root() { id, deliveredBy, receivedAt }: OfferType,
    @Ctx() context: SubgraphContext,
  ) {
    const report = await this.reports(context).load(id);
    if (report !== null) return toReportType(report);
    if (deliveredBy === null) throw new Error(`offer ${id} has no report`);
    return toReportType(unopenedReport(receivedAt));
  }

  /** Entity look-up: an offer answers only to its earner. */
  async byId(id: string, context: SubgraphContext): Promise<OfferType | null> {
    const earner = earnerBehind(context.principal, 'inbox.read');
    if (earner === undefined) return null;
    try {
      const to = await offeredTo(earner, this.deps);
      return new OfferType(await ownOffer(id, to, this.deps), this.deps.clock.now());
    } catch (error) {
      if (error instanceof Refusal && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
