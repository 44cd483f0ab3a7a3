import { Directive, Field, ID, ObjectType } from 'type-graphql';
import {
  DateTime,
  EmailAddress,
  OpenBadgesVersionEnum,
  UrlScalar,
  VisibilityEnum,
  connectionType,
} from '../../src/graphql/index.js';
import type { Visibility } from '../../src/graphql/index.js';
import type { OpenBadgesVersion } from '../../src/openbadges/index.js';
import type { BadgeRow } from './badge-rows.js';
import type { IssuerDoc } from './issuer.model.js';

@ObjectType('Evidence', { description: 'What the earner did for the badge.' })
export class EvidenceType {
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be looked at.' })
  readonly id?: string;

  @Field(() => String, { nullable: true, description: 'What was done (Markdown).' })
  readonly narrative?: string;

  @Field(() => String, { nullable: true, description: 'Its title.' })
  readonly name?: string;
}

@ObjectType('Alignment', { description: 'A standard or framework the badge answers to.' })
export class AlignmentType {
  @Field(() => String, { description: 'The name of the standard.' })
  readonly targetName!: string;

  @Field(() => UrlScalar, { nullable: true, description: 'Where it is published.' })
  readonly targetUrl?: string;

  @Field(() => String, { nullable: true, description: 'A short description of it.' })
  readonly targetDescription?: string;

  @Field(() => String, { nullable: true, description: 'The framework it belongs to.' })
  readonly targetFramework?: string;

  @Field(() => String, { nullable: true, description: 'Its code within the framework.' })
  readonly targetCode?: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Issuer', {
  simpleResolvers: true,
  description: 'Who issued a badge, as the issuer’s own profile says.',
})
export class IssuerType {
  @Field(() => ID, { description: 'The same for all badges of one profile.' })
  readonly id: string;

  @Field(() => String, { description: 'The name of the organisation or person.' })
  readonly name: string;

  @Field(() => UrlScalar, { nullable: true, description: 'The issuer’s website.' })
  readonly url: string | undefined;

  @Field(() => String, { nullable: true, description: 'What the issuer says of itself.' })
  readonly description: string | undefined;

  @Field(() => EmailAddress, { nullable: true, description: 'The issuer’s published address.' })
  readonly email: string | undefined;

  readonly picture: string | undefined;

  constructor(row: IssuerDoc) {
    this.id = row._id;
    this.name = row.name;
    this.url = row.url;
    this.description = row.description;
    this.email = row.email;
    this.picture = row.picture;
  }
}

@Directive('@key(fields: "id")')
@ObjectType('Badge', {
  simpleResolvers: true,
  description: 'The earner’s own copy of a credential she accepted.',
})
export class BadgeType {
  @Field(() => ID, { description: 'Random.' })
  readonly id: string;

  @Field(() => String, { description: 'What the badge is called.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'What it stands for.' })
  readonly description: string | undefined;

  @Field(() => UrlScalar, { nullable: true, description: 'Where the criteria are published.' })
  readonly criteriaUrl: string | undefined;

  @Field(() => String, { nullable: true, description: 'What has to be done for it (Markdown).' })
  readonly criteriaNarrative: string | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When the issuer awarded it.' })
  readonly issuedOn: Date | undefined;

  @Field(() => DateTime, { nullable: true, description: 'Until when it is good; null for ever.' })
  readonly expires: Date | undefined;

  @Field(() => [EvidenceType], { description: 'What she did for it.' })
  readonly evidence: readonly EvidenceType[];

  @Field(() => [AlignmentType], { description: 'Standards it answers to.' })
  readonly alignments: readonly AlignmentType[];

  @Field(() => [String], { description: 'The issuer’s key words.' })
  readonly tags: readonly string[];

  @Field(() => OpenBadgesVersionEnum, { description: 'The generation it was issued in.' })
  readonly version: OpenBadgesVersion;

  @Field(() => VisibilityEnum, { description: 'Who may see it besides her, collections apart.' })
  readonly visibility: Visibility;

  constructor(readonly row: BadgeRow) {
    this.id = row._id;
    this.name = row.name;
    this.description = row.description;
    this.criteriaUrl = row.criteriaUrl;
    this.criteriaNarrative = row.criteriaNarrative;
    this.issuedOn = row.issuedOn;
    this.expires = row.expires;
    this.evidence = row.evidence;
    this.alignments = row.alignments;
    this.tags = row.tags;
    this.version = row.version;
    this.visibility = row.visibility;
  }
}

export const BadgeConnectionType = connectionType('Badge', () => BadgeType);
