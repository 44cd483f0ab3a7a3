import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { EmailAddress, Json, VisibilityEnum, perRequest } from '../../../src/graphql/index.js';
import type { SubgraphContext, Visibility } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import { accountArchive } from './account-archive.js';
import type { ArchiveDeps } from './account-archive.js';
import {
  setDefaultVisibility,
  setDisplayName,
  setEmailDiscovery,
  setLocale,
} from './change-profile.js';
import { deleteAccount } from './delete-account.js';
import type { DeleteAccountDeps } from './delete-account.js';
import { earnerLoader } from './earner.loader.js';
import { EarnerType } from './earner.type.js';
import { findByEmail } from './find-by-email.js';

export type AccountResolverDeps = ArchiveDeps & DeleteAccountDeps;

/** What an earner says about herself, taking everything along, and leaving. */
@Resolver(() => EarnerType)
export class AccountResolver {
  private readonly earners;

  constructor(private readonly deps: AccountResolverDeps) {
    this.earners = perRequest(() => earnerLoader(deps.database));
  }

  @Query(() => EarnerType, {
    nullable: true,
    description:
      'The earner with this verified address, if she lets displayers find her; otherwise null, in the same time.',
  })
  async earnerByEmail(
    @Arg('email', () => EmailAddress, { description: 'A whole address.' }) email: string,
  ): Promise<EarnerType | null> {
    const id = await findByEmail(email, this.deps);
    return id === null ? null : { id };
  }

  @Query(() => Json, {
    description: 'Everything the hub keeps about you, as JSON, for you alone.',
  })
  accountArchive(@Ctx() { principal }: SubgraphContext): Promise<unknown> {
    return accountArchive(earnerActing(principal, 'account.read'), this.deps);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The language she reads (BCP 47), if she said so; only for herself.',
  })
  async locale(@Root() { id }: EarnerType, @Ctx() context: SubgraphContext) {
    if (!mayActFor(context.principal, id, 'profile.read')) return null;
    return (await this.earners(context).load(id))?.locale ?? null;
  }

  @FieldResolver(() => VisibilityEnum, {
    nullable: true,
    description: 'Who may see a badge she accepts from now on; only for herself.',
  })
  async defaultVisibility(@Root() { id }: EarnerType, @Ctx() context: SubgraphContext) {
    if (!mayActFor(context.principal, id, 'account.read')) return null;
    return (await this.earners(context).load(id))?.defaultVisibility ?? 'PRIVATE';
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'May displayers find her by a verified address? Only for herself.',
  })
  async emailDiscovery(@Root() { id }: EarnerType, @Ctx() context: SubgraphContext) {
    if (!mayActFor(context.principal, id, 'account.read')) return null;
    return (await this.earners(context).load(id))?.emailDiscovery ?? false;
  }

  @Mutation(() => EarnerType, { description: 'Sets the name others see; null takes it away.' })
  setDisplayName(
    @Arg('displayName', () => String, { nullable: true, description: '1 to 100 characters.' })
    displayName: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setDisplayName(id, displayName, this.deps));
  }

  @Mutation(() => EarnerType, { description: 'Sets the language you read; null takes it away.' })
  setLocale(
    @Arg('locale', () => String, { nullable: true, description: 'A language tag (BCP 47).' })
    locale: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setLocale(id, locale, this.deps));
  }

  @Mutation(() => EarnerType, {
    description: 'Who may see a badge you accept from now on; PRIVATE until you say so.',
  })
  setDefaultVisibility(
    @Arg('visibility', () => VisibilityEnum, { description: 'Who may see it.' })
    visibility: Visibility,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setDefaultVisibility(id, visibility, this.deps));
  }

  @Mutation(() => EarnerType, {
    description: 'Lets displayers find you by a verified address. Off until you say so.',
  })
  setEmailDiscovery(
    @Arg('enabled', () => Boolean, { description: 'Whether they may.' }) enabled: boolean,
    @Ctx() context: SubgraphContext,
  ): Promise<EarnerType> {
    return this.changed(context, (id) => setEmailDiscovery(id, enabled, this.deps));
  }

  @Mutation(() => ID, {
    description:
      'Deletes your account with badges, collections and everything that names you. There is no way back.',
  })
  async deleteAccount(
    @Arg('confirm', () => EmailAddress, { description: 'Your primary address, typed again.' })
    confirm: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    const id = earnerActing(principal, 'account.change');
    await deleteAccount(id, confirm, this.deps);
    return id;
  }

  private async changed(
    context: SubgraphContext,
    change: (earner: string) => Promise<void>,
  ): Promise<EarnerType> {
    const id = earnerActing(context.principal, 'profile.change');
    await change(id);
    this.earners(context).clear(id);
    return { id };
  }
}
