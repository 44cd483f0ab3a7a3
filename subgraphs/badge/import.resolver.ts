import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { BadgeSourceInput, toSource } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import type { BadgeResolver } from './badge.resolver.js';
import { importBadge } from './import-badge.js';
import type { ImportBadgeDeps } from './import-badge.js';
import { ImportResultType } from './import.type.js';
import type { OfferResolver } from './offer.resolver.js';

export interface ImportResolverDeps extends ImportBadgeDeps {
  readonly badges: BadgeResolver;
  readonly offers: OfferResolver;
}

@Resolver(() => ImportResultType)
export class ImportResolver {
  constructor(private readonly deps: ImportResolverDeps) {}

  @Mutation(() => ImportResultType, {
    description:
      'Your own upload or URL: the same path as a push. Yours and VALID: accepted at once. Yours with another verdict: an offer in your inbox. Not yours, INVALID or REVOKED: neither, and the report says why.',
  })
  async importBadge(
    @Arg('input', () => BadgeSourceInput, { description: 'The badge.' }) input: BadgeSourceInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ImportResultType> {
    const { badges, offers } = this.deps;
    const earner = earnerActing(context.principal, 'badges.import');
    const imported = await importBadge(earner, toSource(input, 'input'), this.deps);
    const { report } = imported;
    switch (imported.kind) {
      case 'kept':
        return new ImportResultType({
          badge: await badges.changed(imported.badge, context),
          report,
        });
      case 'offered':
        return new ImportResultType({ offer: await offers.byId(imported.offer, context), report });
      case 'refused':
        return new ImportResultType({ report });
    }
  }
}
