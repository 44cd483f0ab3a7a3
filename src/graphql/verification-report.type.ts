import 'reflect-metadata';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type {
  EndorsementReport,
  Finding,
  OpenBadgesVersion,
  Report,
  Verdict,
} from '../openbadges/index.js';
import { VERDICT_MEANINGS, explainFinding } from '../openbadges/index.js';
import { enumOf } from './enum-of.js';
import { DateTime } from './scalars.js';

const VERDICTS: readonly Verdict[] = [
  'VALID',
  'INVALID',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'UNVERIFIABLE',
  'UNBOUND',
];
const VerdictEnum = enumOf<Verdict>(...VERDICTS);
registerEnumType(VerdictEnum, {
  name: 'Verdict',
  description: 'What the hub thinks of a badge once all checks are done.',
  valuesConfig: Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, { description: VERDICT_MEANINGS[verdict] }]),
  ),
});

const FindingOutcomeEnum = enumOf<Finding['outcome']>(
  'PASS',
  'FAIL',
  'WARN',
  'SKIPPED',
  'UNREACHABLE',
);
registerEnumType(FindingOutcomeEnum, {
  name: 'FindingOutcome',
  description: 'How one check ended.',
});

export const OpenBadgesVersionEnum = enumOf<OpenBadgesVersion>(
  'V0_5',
  'V1_0',
  'V1_1',
  'V2_0',
  'V2_1',
  'V3_0',
);
registerEnumType(OpenBadgesVersionEnum, {
  name: 'OpenBadgesVersion',
  description: 'The generation of the Open Badges format, told by the payload.',
});

@Directive('@shareable')
@ObjectType('Finding', { simpleResolvers: true, description: 'What one check found.' })
export class FindingType {
  @Field(() => String, {
    description:
      'Which check: INPUT, UNBAKE, FETCH, HTTP_STATUS, PARSE, VERSION, REVOKED, ID_MISMATCH, JSONLD, STRUCTURE, LINKED, IMAGE, SCOPE, SIGNATURE, KEY_OWNER, CLAIMS, STATUS, TIME, RECIPIENT, EXTENSION, ENDORSEMENT or CHANGED.',
  })
  readonly check!: string;

  @Field(() => FindingOutcomeEnum, { description: 'How it ended.' })
  readonly outcome!: Finding['outcome'];

  @Field(() => String, { nullable: true, description: 'Why, for people: names the field and URL.' })
  readonly because: string | undefined;
}

type EndorsedPart = EndorsementReport['about'];
const EndorsedPartEnum = enumOf<EndorsedPart>('ASSERTION', 'BADGE_CLASS', 'ISSUER');
registerEnumType(EndorsedPartEnum, {
  name: 'EndorsedPart',
  description: 'What of a badge somebody speaks for.',
  valuesConfig: {
    ASSERTION: { description: 'This one award.' },
    BADGE_CLASS: { description: 'The badge as such, whoever has it.' },
    ISSUER: { description: 'Who issues it.' },
  },
});

@Directive('@shareable')
@ObjectType('EndorsementReport', {
  simpleResolvers: true,
  description: 'What somebody says of a badge, and whether to believe that it was they.',
})
class EndorsementReportType {
  @Field(() => EndorsedPartEnum, { description: 'What is endorsed.' })
  readonly about!: EndorsedPart;

  @Field(() => String, { nullable: true, description: 'The endorsement’s own URL or name.' })
  readonly id: string | undefined;

  @Field(() => String, { nullable: true, description: 'Who endorses.' })
  readonly issuerName: string | undefined;

  @Field(() => String, { nullable: true, description: 'What the endorser says (Markdown).' })
  readonly comment: string | undefined;

  @Field(() => VerdictEnum, { description: 'What follows from its findings.' })
  readonly verdict!: Verdict;

  @Field(() => [FindingType], { description: 'What the checks found about it.' })
  readonly findings!: readonly FindingType[];
}

@Directive('@shareable')
@ObjectType('VerificationReport', {
  simpleResolvers: true,
  description: 'What was checked about a badge, when, and what came of it.',
})
export class VerificationReportType {
  @Field(() => VerdictEnum, { description: 'What follows from all findings.' })
  readonly verdict!: Verdict;

  @Field(() => OpenBadgesVersionEnum, {
    nullable: true,
    description: 'Null if it could not be told.',
  })
  readonly version: OpenBadgesVersion | undefined;

  @Field(() => DateTime, {
    description: 'When the issuer was last asked with a conclusive answer.',
  })
  readonly checkedAt!: Date;

  @Field(() => [FindingType], { description: 'One entry for each check, in the order they ran.' })
  readonly findings!: readonly FindingType[];

  @Field(() => [EndorsementReportType], {
    description: 'What others say of it; the verdict never depends on them.',
  })
  readonly endorsements!: readonly EndorsementReportType[];
}

/** A report as the graph shows it. */
export function toReportType(report: Report): VerificationReportType {
  return {
    verdict: report.verdict,
    version: report.version,
    checkedAt: report.checkedAt,
    findings: report.findings.map(toFindingType),
    endorsements: report.endorsements.map(toEndorsementType),
  };
}

function toEndorsementType(report: EndorsementReport): EndorsementReportType {
  const { about, id, issuerName, comment, verdict, findings } = report;
  return { about, id, issuerName, comment, verdict, findings: findings.map(toFindingType) };
}

function toFindingType(finding: Finding): FindingType {
  const { check, outcome } = finding;
  return { check, outcome, because: explainFinding(finding) };
}
