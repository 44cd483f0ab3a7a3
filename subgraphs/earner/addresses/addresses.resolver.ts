import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { EmailAddress } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing } from '../../../src/policy/index.js';
import { EarnerType } from '../account/earner.type.js';
import type { MailedLinkDeps } from '../sign-in/mailed-link.js';
import { SignInRequestedType } from '../sign-in/sign-in.type.js';
import { addEmail } from './add-email.js';
import { removeEmail, setPrimaryEmail } from './change-emails.js';
import { confirmEmail } from './confirm-email.js';
import type { ConfirmEmailDeps } from './confirm-email.js';

export type AddressesResolverDeps = MailedLinkDeps & ConfirmEmailDeps;

/** The addresses by which an earner is known to issuers. */
@Resolver()
export class AddressesResolver {
  constructor(private readonly deps: AddressesResolverDeps) {}

  @Mutation(() => SignInRequestedType, {
    description:
      'Mails a link that proves a further address of yours; it counts only after confirmEmail. The answer is the same whether or not the address is known.',
  })
  async addEmail(
    @Arg('email', () => EmailAddress, { description: 'Where the link goes.' }) email: string,
    @Ctx() { principal, visitor }: SubgraphContext,
  ): Promise<SignInRequestedType> {
    await addEmail(earnerActing(principal, 'account.change'), email, visitor, this.deps);
    return { accepted: true };
  }

  @Mutation(() => EarnerType, {
    description:
      'Proves the address a link of addEmail was mailed to; needs the session of the earner who asked. An address with a backpack of its own brings that backpack along.',
  })
  async confirmEmail(
    @Arg('token', () => String, { description: 'What stands behind `token=` in the link.' })
    token: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<EarnerType> {
    const id = earnerActing(principal, 'account.change');
    await confirmEmail(id, token, this.deps);
    return { id };
  }

  @Mutation(() => EarnerType, { description: 'Chooses the address that mail goes to.' })
  async setPrimaryEmail(
    @Arg('email', () => EmailAddress, { description: 'A verified address of yours.' })
    email: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<EarnerType> {
    const id = earnerActing(principal, 'account.change');
    await setPrimaryEmail(id, email, this.deps);
    return { id };
  }

  @Mutation(() => EarnerType, {
    description: 'Takes an address away; never the last one. Your badges stay.',
  })
  async removeEmail(
    @Arg('email', () => EmailAddress, { description: 'A verified address of yours.' })
    email: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<EarnerType> {
    const id = earnerActing(principal, 'account.change');
    await removeEmail(id, email, this.deps);
    return { id };
  }
}
