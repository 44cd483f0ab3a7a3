import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { registerEnumType } from 'type-graphql';
import { DateTime, UrlScalar, enumOf } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import { EarnerType } from '../account/earner.type.js';
import { forgetIssuer, rulesOf, setIssuerRule } from './issuer-rules.js';
import type { IssuerRulesDeps } from './issuer-rules.js';

const IssuerTrustEnum = enumOf<'TRUSTED' | 'BLOCKED'>('TRUSTED', 'BLOCKED');
registerEnumType(IssuerTrustEnum, {
  name: 'IssuerTrust',
  description: 'What an earner thinks of an issuer.',
  valuesConfig: {
    TRUSTED: { description: 'Badges that are VALID and hers are accepted at once.' },
    BLOCKED: { description: 'Nothing of it is ever shown to her; it is not told.' },
  },
});

@ObjectType('IssuerRule', { description: 'What an earner thinks of one issuer.' })
class IssuerRuleType {
  @Field(() => UrlScalar, { description: 'URL of the issuer’s profile, as its badges name it.' })
  readonly issuer!: string;

  @Field(() => IssuerTrustEnum, { description: 'What she thinks.' })
  readonly rule!: 'TRUSTED' | 'BLOCKED';

  @Field(() => DateTime, { description: 'When she said so.' })
  readonly since!: Date;
}

const ISSUER = { description: 'URL of the issuer’s profile, as its badges name it.' };

@Resolver(() => EarnerType)
export class IssuerRulesResolver {
  constructor(private readonly deps: IssuerRulesDeps) {}

  @FieldResolver(() => [IssuerRuleType], {
    nullable: true,
    description: 'Issuers she trusts or has blocked, newest first; only for herself.',
  })
  async issuerRules(@Root() { id }: EarnerType, @Ctx() { principal }: SubgraphContext) {
    return mayActFor(principal, id, 'account.read') ? rulesOf(id, this.deps) : null;
  }

  @Mutation(() => EarnerType, {
    description: 'From now on badges of this issuer that are VALID and yours are accepted at once.',
  })
  trustIssuer(
    @Arg('issuer', () => UrlScalar, ISSUER) issuer: string,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setIssuerRule(id, issuer, 'TRUSTED', this.deps));
  }

  @Mutation(() => EarnerType, {
    description: 'From now on nothing of this issuer is shown to you. It is not told.',
  })
  blockIssuer(
    @Arg('issuer', () => UrlScalar, ISSUER) issuer: string,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setIssuerRule(id, issuer, 'BLOCKED', this.deps));
  }

  @Mutation(() => EarnerType, { description: 'Neither trusts nor blocks this issuer any more.' })
  forgetIssuer(
    @Arg('issuer', () => UrlScalar, ISSUER) issuer: string,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => forgetIssuer(id, issuer, this.deps));
  }

  private async changed(
    { principal }: SubgraphContext,
    change: (earner: string) => Promise<void>,
  ): Promise<EarnerType> {
    const id = earnerActing(principal, 'account.change');
    await change(id);
    return { id };
  }
}
