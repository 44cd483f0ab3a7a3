import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { plainText } from '../../src/federation/index.js';
import {
  BadgeSourceInput,
  DateTime,
  EmailAddress,
  UrlScalar,
  VerificationReportType,
  connectionType,
  enumOf,
  toReportType,
} from '../../src/graphql/index.js';
import { parseUrl } from '../../src/parse-url.js';
import type { DeclineReason } from './decline-offer.js';
import type { OfferDoc, OfferState } from './offer.model.js';
import type { Receipt } from './receive-badge.js';

const OfferStateEnum = enumOf<OfferState>(
  'PENDING',
  'ACCEPTED',
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
);
registerEnumType(OfferStateEnum, { name: 'OfferState', description: 'What became of an offer.' });

export const DeclineReasonEnum = enumOf<DeclineReason>('NOT_MINE', 'SPAM', 'DUPLICATE', 'OTHER');
registerEnumType(DeclineReasonEnum, {
  name: 'DeclineReason',
  description: 'Why she does not want it; the issuer is not told.',
});

type PushState = 'PENDING' | 'ALREADY_THERE' | 'REFUSED';
const PushStateEnum = enumOf<PushState>('PENDING', 'ALREADY_THERE', 'REFUSED');
registerEnumType(PushStateEnum, {
  name: 'PushState',
  description: 'What the hub did with a push. Never tells whether the recipient is known here.',
  valuesConfig: {
    PENDING: { description: 'It is offered to whoever proves the recipient’s address.' },
    ALREADY_THERE: { description: 'The same badge was pushed for the same recipient before.' },
    REFUSED: { description: 'It is INVALID or REVOKED, or nothing could be read.' },
  },
});

@InputType('PushBadgeInput', { description: 'A badge, and whom it is for.' })
export class PushBadgeInput {
  @Field(() => BadgeSourceInput, { description: 'The badge.' })
  readonly source!: BadgeSourceInput;

  @Field(() => EmailAddress, {
    nullable: true,
    description:
      'The earner’s address as the issuer knows it. Needed when the badge names its recipient only as a hash (BAD_INPUT otherwise: the hub never searches its accounts).',
  })
  readonly recipient?: string | null;
}

@ObjectType('BadgeSummary', { description: 'What an offered badge says of itself.' })
export class BadgeSummaryType {
  @Field(() => String, { description: 'What the badge is called.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What it stands for.' })
  readonly description!: string | null;

  @Field(() => String, { description: 'Who issued it.' })
  readonly issuerName!: string;

  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Its profile, by which trustIssuer and blockIssuer know it; null where it is no URL.',
  })
  readonly issuerUrl!: string | null;

  readonly picture: string | undefined;
}

@Directive('@key(fields: "id")')
@ObjectType('Offer', { description: 'A badge that waits for the earner’s answer. Hers only.' })
export class OfferType {
  @Field(() => ID, { description: 'Random; the receipt of the push names it too.' })
  readonly id: string;

  @Field(() => OfferStateEnum, { description: 'What became of it.' })
  readonly state: OfferState;

  @Field(() => DateTime, { description: 'When it was pushed.' })
  readonly receivedAt: Date;

  @Field(() => BadgeSummaryType, { description: 'What is offered.' })
  readonly badge: BadgeSummaryType;

  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'The hub that delivered it over a link. What it says of the badge is checked when you accept it. Null for what was pushed here.',
  })
  readonly deliveredBy: string | null;

  @Field(() => String, { nullable: true, description: 'A word that came along from there.' })
  readonly note: string | null;

  constructor(row: OfferDoc, now: Date) {
    const { achievement, issuer } = row.credential;
    this.id = row._id;
    this.state = row.state === 'PENDING' && row.expiresAt <= now ? 'EXPIRED' : row.state;
    this.receivedAt = row.receivedAt;
    this.deliveredBy = row.foreign?.peer ?? null;
    this.note = row.foreign?.note === undefined ? null : plainText(row.foreign.note);
    this.badge = {
      name: achievement.name,
      description: achievement.description,
      issuerName: issuer.name,
      issuerUrl: isWebAddress(issuer.id) ? issuer.id : null,
      picture: row.picture,
    };
  }
}

/** What another hub calls an issuer may be anything. */
const isWebAddress = (text: string): boolean => /^https?:$/.test(parseUrl(text)?.protocol ?? '');

export const OfferConnectionType = connectionType('Offer', () => OfferType);

@ObjectType('PushReceipt', {
  description:
    'The same for known and unknown recipients, and whatever she did with the badge since: a receipt never tells who lives here.',
})
export class PushReceiptType {
  @Field(() => PushStateEnum, { description: 'What the hub did.' })
  readonly state: PushState;

  @Field(() => ID, { nullable: true, description: 'Null when refused.' })
  readonly offerId: string | null;

  @Field(() => VerificationReportType, { description: 'What was found out about the badge.' })
  readonly report: VerificationReportType;

  constructor(receipt: Receipt) {
    this.report = toReportType(receipt.report);
    this.offerId = receipt.kind === 'refused' ? null : receipt.offer;
    this.state = STATES[receipt.kind];
  }
}

const STATES = {
  pending: 'PENDING',
  'already-there': 'ALREADY_THERE',
  refused: 'REFUSED',
} as const satisfies Record<Receipt['kind'], PushState>;
