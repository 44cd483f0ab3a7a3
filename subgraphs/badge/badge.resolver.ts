import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../../src/errors.js';
import { Json, VisibilityEnum, perRequest } from '../../src/graphql/index.js';
import type { SubgraphContext, Visibility } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import type { SharedBadges } from '../ports.js';
import type { BadgeRow } from './badge-rows.js';
import { badgeLoader, issuerLoader, originalLoader } from './badge.loader.js';
import { BadgeType, IssuerType } from './badge.type.js';
import { removeBadge, setBadgeVisibility } from './change-badge.js';
import type { ChangeBadgeDeps } from './change-badge.js';
import { EarnerType } from './earner.type.js';
import { mayReadCredential } from './may-read-credential.js';
import { readOriginal } from './read-original.js';
import type { Statement } from './read-original.js';

export interface BadgeResolverDeps extends ChangeBadgeDeps {
  readonly shared: SharedBadges;
}

@Resolver(() => BadgeType)
export class BadgeResolver {
  private readonly badges;
  private readonly originals;
  private readonly issuers;

  constructor(private readonly deps: BadgeResolverDeps) {
    const { database, shared } = deps;
    this.badges = perRequest((context) => badgeLoader(database, shared, context));
    this.originals = perRequest(() => originalLoader(database));
    this.issuers = perRequest(() => issuerLoader(database));
  }

  @Query(() => BadgeType, {
    nullable: true,
    description: 'A badge by id; null if there is none, or none for you.',
  })
  badge(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<BadgeType | null> {
    return this.byId(id, context);
  }

  @Query(() => IssuerType, { nullable: true, description: 'An issuer by id.' })
  async issuer(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<IssuerType | null> {
    return this.issuerById(id, context);
  }

  @FieldResolver(() => IssuerType, { name: 'issuer', description: 'Who issued it.' })
  async issuerOf(@Root() { row }: BadgeType, @Ctx() context: SubgraphContext) {
    const issuer = await this.issuerById(row.issuer, context);
    if (issuer === null) throw new Error(`badge ${row._id} names an issuer that is not stored`);
    return issuer;
  }

  @FieldResolver(() => EarnerType, { description: 'Whose badge it is.' })
  earner(@Root() { row }: BadgeType): EarnerType {
    return { id: row.earner };
  }

  @FieldResolver(() => Json, {
    nullable: true,
    description:
      'What the issuer wrote. Null for others where it would publish her address, unless she revealed it.',
  })
  async credential(@Root() { row }: BadgeType, @Ctx() context: SubgraphContext): Promise<unknown> {
    return (await this.statementOf(row, context))?.document ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The compact JWS of a signed badge, for those who may read its credential; null for a hosted one.',
  })
  async credentialJws(
    @Root() { row }: BadgeType,
    @Ctx() context: SubgraphContext,
  ): Promise<string | null> {
    return (await this.statementOf(row, context))?.jws ?? null;
  }

  @Mutation(() => BadgeType, {
    description: 'Who may read her badge by its id; hers only.',
  })
  async setBadgeVisibility(
    @Arg('id', () => ID, { description: 'Her badge.' }) id: string,
    @Arg('visibility', () => VisibilityEnum, { description: 'Who may see it.' })
    visibility: Visibility,
    @Arg('revealRecipient', () => Boolean, {
      defaultValue: false,
      description:
        'Others may read the credential though it names her in plain text or by an unsalted hash.',
    })
    revealRecipient: boolean,
    @Ctx() context: SubgraphContext,
  ): Promise<BadgeType> {
    await setBadgeVisibility(
      earnerActing(context.principal, 'badges.change'),
      id,
      { visibility, revealRecipient },
      this.deps,
    );
    return this.changed(id, context);
  }

  @Mutation(() => ID, { description: 'Takes her badge out of her backpack and her collections.' })
  async removeBadge(
    @Arg('id', () => ID, { description: 'Her badge.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<string> {
    await removeBadge(earnerActing(context.principal, 'badges.remove'), id, this.deps);
    return id;
  }

  /** Entity look-up: null unless this principal may see it. */
  async byId(id: string, context: SubgraphContext): Promise<BadgeType | null> {
    const row = await this.badges(context).load(id);
    return row === null ? null : new BadgeType(row);
  }

  /** What the issuer wrote; undefined when it is not for this principal. */
  private async statementOf(
    row: BadgeRow,
    context: SubgraphContext,
  ): Promise<Statement | undefined> {
    if (!mayReadCredential(context.principal, row)) return undefined;
    const original = await this.originals(context).load(row._id);
    return original === null ? undefined : readOriginal(original);
  }

  async issuerById(id: string, context: SubgraphContext): Promise<IssuerType | null> {
    const row = await this.issuers(context).load(id);
    return row === null ? null : new IssuerType(row);
  }

  /** A badge as it is after a change of this very request. @throws Refusal NOT_FOUND */
  async changed(id: string, context: SubgraphContext): Promise<BadgeType> {
    this.badges(context).clear(id);
    const badge = await this.byId(id, context);
    if (badge === null) throw new Refusal('NOT_FOUND');
    return badge;
  }
}
