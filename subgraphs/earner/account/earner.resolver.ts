import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { EmailAddress, perRequest } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import { addressesLoader, earnerLoader } from './earner.loader.js';
import { EarnerType, SessionType, SignInRequestedType, VerifiedEmailType } from './earner.type.js';
import { requestSignIn } from '../sign-in/request-sign-in.js';
import type { RequestSignInDeps } from '../sign-in/request-sign-in.js';
import { signOut } from '../sessions/sessions.js';
import { setDisplayName } from './set-display-name.js';
import { signIn } from '../sign-in/sign-in.js';
import type { SignInDeps } from '../sign-in/sign-in.js';

export type EarnerResolverDeps = RequestSignInDeps & SignInDeps;

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

  @Mutation(() => SignInRequestedType, {
    description:
      'Mails a single-use link (15 minutes). The answer is the same whether or not the address is known.',
  })
  async requestSignIn(
    @Arg('email', () => EmailAddress, { description: 'Where the link goes.' }) email: string,
  ): Promise<SignInRequestedType> {
    await requestSignIn(email, this.deps);
    return { accepted: true };
  }

  @Mutation(() => SessionType, {
    description:
      'Exchanges the token of the mailed link. Creates the earner on first use. Sets no cookie.',
  })
  async signIn(
    @Arg('token', () => String, { description: 'What stands behind `token=` in the link.' })
    token: string,
  ): Promise<SessionType> {
    const { accessToken, expiresAt, earner } = await signIn(token, this.deps);
    return { accessToken, expiresAt, earner: { id: earner } };
  }

  @Mutation(() => Boolean, { description: 'Ends the session this request came with.' })
  async signOut(@Ctx() context: SubgraphContext): Promise<boolean> {
    if (context.principal.kind !== 'earner') return false;
    await signOut(context.principal.session, this.deps);
    return true;
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
