import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { perRequest } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import type { Database } from '../../../src/store/index.js';
import { addressesLoader, earnerLoader } from './earner.loader.js';
import { EarnerType, VerifiedEmailType } from './earner.type.js';
import { setDisplayName } from './set-display-name.js';

export interface EarnerResolverDeps {
  readonly database: Database;
}

@Resolver(() => EarnerType)
export class EarnerResolver {
  private readonly earners;
  private readonly addresses;

  constructor(private readonly deps: EarnerResolverDeps) {
    this.earners = perRequest(() => earnerLoader(deps.database));
    this.addresses = perRequest(() => addressesLoader(deps.database));
  }

  @Query(() => EarnerType, {
    nullable: true,
    description: 'The signed-in earner; null without a session.',
  })
  me(@Ctx() context: SubgraphContext): EarnerType | null {
    const { principal } = context;
    return principal.kind === 'earner' || principal.kind === 'app'
      ? { id: principal.earner }
      : null;
  }

  @Query(() => EarnerType, {
    nullable: true,
    description: 'An earner by id; null if there is none.',
  })
  async earner(
    @Arg('id', () => ID, { description: 'Her id.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType | null> {
    return this.byId(id, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The name she chose to show, if any.',
  })
  async displayName(@Root() { id }: EarnerType, @Ctx() context: SubgraphContext) {
    return (await this.earners(context).load(id))?.displayName ?? null;
  }

  @FieldResolver(() => [VerifiedEmailType], {
    nullable: true,
    description: 'Only for the earner herself; null otherwise.',
  })
  async emails(@Root() { id }: EarnerType, @Ctx() context: SubgraphContext) {
    if (!mayActFor(context.principal, id, 'addresses.read')) return null;
    const found = await this.addresses(context).load(id);
    return found.map(({ typed, verifiedAt, primary }) => ({ address: typed, verifiedAt, primary }));
  }

  @Mutation(() => EarnerType, { description: 'Sets the name others see; null takes it away.' })
  async setDisplayName(
    @Arg('displayName', () => String, { nullable: true, description: '1 to 100 characters.' })
    displayName: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    const id = earnerActing(context.principal, 'profile.change');
    await setDisplayName(id, displayName, this.deps);
    return { id };
  }

  /** Entity look-up: an earner exists or does not; nothing about her is decided here. */
  async byId(id: string, context: SubgraphContext): Promise<EarnerType | null> {
    return (await this.earners(context).load(id)) === null ? null : { id };
  }
}
