import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime, UrlScalar } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import { blockedIssuers, setIssuerBlocked } from './blocked-issuers.js';
import type { BlockedIssuersDeps } from './blocked-issuers.js';

@ObjectType('BlockedIssuer', { description: 'An issuer that may not push to this hub.' })
class BlockedIssuerType {
  @Field(() => UrlScalar, { description: 'Its profile, or its whole origin.' })
  readonly issuer!: string;

  @Field(() => String, { description: 'Why, for operators.' })
  readonly reason!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: Date;
}

@Resolver()
export class BlockedIssuersResolver {
  constructor(private readonly deps: BlockedIssuersDeps) {}

  @Query(() => [BlockedIssuerType], {
    description: 'Issuers that may not push to this hub. Operators only.',
  })
  async blockedIssuers(@Ctx() { principal }: SubgraphContext) {
    earnerActing(principal, 'hub.operate');
    const rows = await blockedIssuers(this.deps.database);
    return rows.map(({ _id, reason, since }) => ({ issuer: _id, reason, since }));
  }

  @Mutation(() => ID, {
    description:
      'Refuses every further push of this issuer: by the URL of its profile, or of all on an origin. Operators only.',
  })
  async blockIssuerForHub(
    @Arg('issuer', () => UrlScalar, { description: 'Its profile, or an origin.' }) issuer: string,
    @Arg('reason', () => String, { description: 'Why, for operators.' }) reason: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setIssuerBlocked(earnerActing(principal, 'hub.operate'), issuer, reason, this.deps);
    return issuer;
  }

  @Mutation(() => ID, { description: 'Lets this issuer push again. Operators only.' })
  async unblockIssuerForHub(
    @Arg('issuer', () => UrlScalar, { description: 'As it was blocked.' }) issuer: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setIssuerBlocked(earnerActing(principal, 'hub.operate'), issuer, undefined, this.deps);
    return issuer;
  }
}
