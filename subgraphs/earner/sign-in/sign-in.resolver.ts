import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { EmailAddress } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { SessionType, toSessionType } from '../sessions/session.type.js';
import type { MailedLinkDeps } from './mailed-link.js';
import { requestSignIn } from './request-sign-in.js';
import { signIn } from './sign-in.js';
import type { SignInDeps } from './sign-in.js';
import { SignInRequestedType } from './sign-in.type.js';

export type SignInResolverDeps = MailedLinkDeps & SignInDeps;

/** Signing in by a mailed link. */
@Resolver()
export class SignInResolver {
  constructor(private readonly deps: SignInResolverDeps) {}

  @Mutation(() => SignInRequestedType, {
    description:
      'Mails a single-use link (15 minutes) and a code. The answer is the same whether or not the address is known. Leaves a cookie by which the browser that asked is known again.',
  })
  async requestSignIn(
    @Arg('email', () => EmailAddress, { description: 'Where the link goes.' }) email: string,
    @Ctx() { visitor }: SubgraphContext,
  ): Promise<SignInRequestedType> {
    await requestSignIn(email, visitor, this.deps);
    return { accepted: true };
  }

  @Mutation(() => SessionType, {
    description:
      'Exchanges the token of the mailed link. Creates the earner on first use. Sets no cookie.',
  })
  async signIn(
    @Arg('token', () => String, { description: 'What stands behind `token=` in the link.' })
    token: string,
    @Arg('code', () => String, {
      nullable: true,
      description: 'The six digits in the same mail; needed outside the browser that asked.',
    })
    code: string | null | undefined,
    @Ctx() { visitor }: SubgraphContext,
  ): Promise<SessionType> {
    return toSessionType(await signIn({ token, code: code ?? undefined, visitor }, this.deps));
  }
}
