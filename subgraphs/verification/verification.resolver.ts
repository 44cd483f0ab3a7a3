import DataLoader from 'dataloader';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Refusal } from '../../src/errors.js';
import {
  BadgeSourceInput,
  EmailAddress,
  VerificationReportType,
  perRequest,
  toReportType,
  toSource,
} from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import type { BadgeVisibility, ReportLog } from '../ports.js';
import { reverifyByHand } from './reverify-badge.js';
import type { ReverifyDeps } from './reverify-badge.js';
import { verifySource } from './verify-source.js';
import type { VerifySourceDeps } from './verify-source.js';

/** The badge as the verification subgraph knows it: an id to hang a report on. */
@Directive('@key(fields: "id")')
@ObjectType('Badge', {
  description: 'The earner’s own copy of a credential she accepted.',
})
export class BadgeType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;
}

export interface VerificationResolverDeps extends ReverifyDeps, VerifySourceDeps {
  readonly reports: ReportLog;
  readonly visibility: BadgeVisibility;
}

@Resolver(() => BadgeType)
export class VerificationResolver {
  private readonly reports;
  private readonly visible;

  constructor(private readonly deps: VerificationResolverDeps) {
    this.reports = perRequest(
      () =>
        new DataLoader(async (badges: readonly string[]) => {
          const current = await deps.reports.current(badges);
          return badges.map((badge) => current.get(badge) ?? null);
        }),
    );
    this.visible = perRequest(
      ({ principal }) =>
        new DataLoader(async (badges: readonly string[]) => {
          const visible = await deps.visibility.visibleBadges(principal, badges);
          return badges.map((badge) => visible.has(badge));
        }),
    );
  }

  @FieldResolver(() => VerificationReportType, {
    description:
      'What the hub last found out about the badge. While the issuer cannot be reached the last conclusive verdict stands, for 30 days.',
  })
  async verification(@Root() { id }: BadgeType, @Ctx() context: SubgraphContext) {
    const report = await this.reports(context).load(id);
    // Removed after it was seen.
    if (report === null) throw new Refusal('NOT_FOUND');
    return toReportType(report);
  }

  @Query(() => VerificationReportType, {
    description:
      'Verifies any badge and stores nothing. Once per operation, limited per network address and per server that is asked; why a server was not reached is never told.',
  })
  async verify(
    @Arg('source', () => BadgeSourceInput, { description: 'The badge.' })
    source: BadgeSourceInput,
    @Arg('recipient', () => EmailAddress, {
      nullable: true,
      description: 'Somebody’s address: was the badge issued to her?',
    })
    recipient: string | null | undefined,
  ): Promise<VerificationReportType> {
    const report = await verifySource(toSource(source, 'source'), recipient?.trim(), this.deps);
    return toReportType(report);
  }

  @Mutation(() => VerificationReportType, {
    description: 'Checks a stored badge again, now. Hers only; at most once a minute per badge.',
  })
  async reverifyBadge(
    @Arg('id', () => ID, { description: 'Her badge.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<VerificationReportType> {
    return toReportType(
      await reverifyByHand(earnerActing(context.principal, 'badges.reverify'), id, this.deps),
    );
  }

  /** Entity look-up: null unless this principal may see the badge. */
  async byId(id: string, context: SubgraphContext): Promise<BadgeType | null> {
    return (await this.visible(context).load(id)) ? { id } : null;
  }
}
