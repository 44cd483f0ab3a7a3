import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Refusal } from '../../../src/errors.js';
import { DateTime } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import type { Database } from '../../../src/store/index.js';
import { EarnerType } from '../account/earner.type.js';
import { identityModel } from './identity.model.js';
import type { IdentityDoc } from './identity.model.js';

@ObjectType('Identity', { description: 'An account elsewhere that signs her in here.' })
class IdentityType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;

  @Field(() => String, { description: 'The provider, as it names itself.' })
  readonly issuer!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly connectedAt!: Date;
}

@Resolver(() => EarnerType)
export class IdentityResolver {
  constructor(private readonly deps: { readonly database: Database }) {}

  @FieldResolver(() => [IdentityType], {
    nullable: true,
    description: 'Accounts elsewhere that sign her in here; only for herself.',
  })
  async identities(@Root() { id }: EarnerType, @Ctx() { principal }: SubgraphContext) {
    if (!mayActFor(principal, id, 'account.read')) return null;
    const rows = await this.deps.database
      .model(identityModel)
      .find({ earner: id })
      .sort({ connectedAt: 1 })
      .lean<IdentityDoc[]>();
    return rows.map(({ _id, issuer, connectedAt }) => ({ id: _id, issuer, connectedAt }));
  }

  @Mutation(() => ID, {
    description: 'This account elsewhere signs you in no more. The way by mail stays.',
  })
  async removeIdentity(
    @Arg('id', () => ID, { description: 'One of your identities.' }) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    const earner = earnerActing(principal, 'account.change');
    const { deletedCount } = await this.deps.database
      .model(identityModel)
      .deleteOne({ _id: id, earner });
    if (deletedCount === 0) throw new Refusal('NOT_FOUND');
    return id;
  }
}
