import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { UrlScalar } from '../../../src/graphql/index.js';
import { BadgeType, IssuerType } from '../badge.type.js';
import { BadgeSummaryType } from '../offer.type.js';
import type { ImageSize } from './image-size.js';
import { ImageSizeEnum } from './image-size.type.js';
import type { PictureUrls } from './picture-urls.js';

/** Where the picture of a badge is, plain and with its credential baked in. */
@Resolver(() => BadgeType)
export class BadgePicturesResolver {
  constructor(private readonly urls: PictureUrls) {}

  @FieldResolver(() => UrlScalar, {
    description:
      'Its picture at the hub, square and padded; a neutral drawing where its issuer’s could not be had.',
  })
  imageUrl(
    @Root() { row }: BadgeType,
    @Arg('size', () => ImageSizeEnum, { defaultValue: 'MEDIUM', description: 'How large.' })
    size: ImageSize,
  ): string {
    return this.urls.image(row.picture, size);
  }

  @FieldResolver(() => UrlScalar, {
    description:
      'The image with the credential baked in; the plain picture where `credential` is null. Ask with the same token.',
  })
  bakedImageUrl(@Root() { id }: BadgeType): string {
    return this.urls.baked(id);
  }
}

@Resolver(() => IssuerType)
export class IssuerPictureResolver {
  constructor(private readonly urls: PictureUrls) {}

  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description: 'Its logo at the hub, 200 by 200 pixels; null when it has none.',
  })
  imageUrl(@Root() { picture }: IssuerType): string | null {
    return picture === undefined ? null : this.urls.image(picture, 'MEDIUM');
  }
}

@Resolver(() => BadgeSummaryType)
export class OfferPictureResolver {
  constructor(private readonly urls: PictureUrls) {}

  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description: 'Its picture at the hub, 200 by 200 pixels; null when it could not be had.',
  })
  imageUrl(@Root() { picture }: BadgeSummaryType): string | null {
    return picture === undefined ? null : this.urls.image(picture, 'MEDIUM');
  }
}
