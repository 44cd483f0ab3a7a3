import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { badgeModel } from './badge.model.js';
import { BadgeResolver } from './badge.resolver.js';
import type { BadgeResolverDeps } from './badge.resolver.js';
import { BadgeType, IssuerType } from './badge.type.js';
import { EarnerBadgesResolver } from './earner-badges.resolver.js';
import type { EarnerBadgesDeps } from './earner-badges.resolver.js';
import { blockedIssuerModel } from './blocked-issuer.model.js';
import { BlockedIssuersResolver } from './blocked-issuers.resolver.js';
import { EarnerType } from './earner.type.js';
import { ImportResolver } from './import.resolver.js';
import type { ImportResolverDeps } from './import.resolver.js';
import { issuerModel } from './issuer.model.js';
import { offerModel } from './offer.model.js';
import { OfferResolver } from './offer.resolver.js';
import type { OfferResolverDeps } from './offer.resolver.js';
import { OfferType } from './offer.type.js';
import { sendingModel } from './sending/sending.model.js';
import { LinkType } from './sending/sending.type.js';
import { SendingBadgeResolver, SendingsResolver } from './sending/sendings.resolver.js';
import type { SendingsDeps } from './sending/sendings.resolver.js';
import { imageModel } from './pictures/image.model.js';
import { pictureUrls } from './pictures/picture-urls.js';
import {
  BadgePicturesResolver,
  IssuerPictureResolver,
  OfferPictureResolver,
} from './pictures/pictures.resolver.js';

export { acceptTrusted } from './accept-trusted.js';
export { badgeBelongings } from './badge-belongings.js';
export { badgeReader, waitingOffers } from './badge-reader.js';
export { offeredByPeer, withdrawnByPeer } from './receiving/offered-by-peer.js';
export { statusHinted } from './receiving/status-hinted.js';
export { answeredThere, credentialOfOffer, standsStill } from './sending/offer-of-ours.js';
export { servePictures } from './pictures/serve-pictures.js';
export { badgeVisibility } from './visible-badges.js';

/** MongoDB collections that only this subgraph writes. */
export const BADGE_MODELS = [
  badgeModel,
  offerModel,
  issuerModel,
  imageModel,
  blockedIssuerModel,
  sendingModel,
] as const;

export type BadgeSubgraphDeps = BadgeResolverDeps &
  Omit<OfferResolverDeps, 'badges'> &
  Omit<ImportResolverDeps, 'badges' | 'offers'> &
  EarnerBadgesDeps &
  SendingsDeps;

/** The badge subgraph: what is offered, what is hers, and who issued it. */
export function badgeSubgraph(deps: BadgeSubgraphDeps): Subgraph {
  const badges = new BadgeResolver(deps);
  const offers = new OfferResolver({ ...deps, badges });
  const urls = pictureUrls(deps.publicUrl);
  return buildSubgraph({
    name: 'badge',
    resolvers: [
      badges,
      new BlockedIssuersResolver(deps),
      offers,
      new ImportResolver({ ...deps, badges, offers }),
      new EarnerBadgesResolver(deps),
      new SendingsResolver(deps),
      new SendingBadgeResolver(badges),
      new BadgePicturesResolver(urls),
      new IssuerPictureResolver(urls),
      new OfferPictureResolver(urls),
    ],
    orphanedTypes: [BadgeType, OfferType, IssuerType, EarnerType, LinkType],
    references: {
      Badge: ({ id }, context) => badges.byId(id, context),
      Offer: ({ id }, context) => offers.byId(id, context),
      Issuer: ({ id }, context) => badges.issuerById(id, context),
      Earner: ({ id }) => ({ id }),
      Link: ({ id }) => ({ id }),
    },
  });
}
