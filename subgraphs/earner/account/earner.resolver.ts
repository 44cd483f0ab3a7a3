import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { perRequest } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { mayActFor, personBehind } from '../../../src/policy/index.js';
import type { Database } from '../../../src/store/index.js';
import { addressesLoader, earnerLoader } from './earner.loader.js';
import { EarnerType, VerifiedEmailType } from './earner.type.js';

export interface EarnerResolverDeps {
  readonly database: Database;
}

@Resolver(() => EarnerType)
export class EarnerResolver {
  private readonly earners;
  private readonly addresses;

  constructor(deps: EarnerResolverDeps) {
    this.earners = perRequest(() => earnerLoader(deps.database));
    this.addresses = perRequest(() => addressesLoader(deps.database));
  }

  @Query(() => EarnerType, {
    nullable: true,
    description: 'The signed-in earner; null without a session.',
  })
  me(@Ctx() context: SubgraphContext): EarnerType | null {
    const id = personBehind(context.principal);
    return id === undefined ? null : { id };
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

  /**
   * Entity look-up: an earner exists or does not; nothing about her is decided here. An account that was
   * merged is the one it was merged into.
   */
  async byId(id: string, context: SubgraphContext): Promise<EarnerType | null> {
    const row = await this.earners(context).load(id);
    return row === null ? null : { id: row.mergedInto ?? id };
  }
}
