import { Field, ObjectType } from 'type-graphql';
import { VerificationReportType, toReportType } from '../../src/graphql/index.js';
import type { Report } from '../../src/openbadges/index.js';
import { BadgeType } from './badge.type.js';
import { OfferType } from './offer.type.js';

@ObjectType('ImportResult', {
  description: 'What became of a badge she brought herself: at most one of badge and offer.',
})
export class ImportResultType {
  @Field(() => BadgeType, {
    nullable: true,
    description: 'Hers and VALID, or in her backpack already: this one.',
  })
  readonly badge: BadgeType | null;

  @Field(() => OfferType, {
    nullable: true,
    description: 'Hers with another verdict: it waits in her inbox.',
  })
  readonly offer: OfferType | null;

  @Field(() => VerificationReportType, {
    description:
      'What was found out about it, and why nothing was stored where badge and offer are null.',
  })
  readonly report: VerificationReportType;

  constructor(found: {
    readonly badge?: BadgeType;
    readonly offer?: OfferType | null;
    readonly report: Report;
  }) {
    this.badge = found.badge ?? null;
    this.offer = found.offer ?? null;
    this.report = toReportType(found.report);
  }
}
