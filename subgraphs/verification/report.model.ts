import type {
  EndorsementReport,
  Finding,
  OpenBadgesVersion,
  Verdict,
} from '../../src/openbadges/index.js';
import { defineModel } from '../../src/store/index.js';
import type { Standing } from './settle.js';

/**
 * What was found out about an offer or a badge, and when. Owner: verification. A report that said
 * something else before stays behind the current one, the last 20 of them; all live as long as what
 * they are about.
 */
export interface ReportDoc {
  readonly _id: string;
  /** The id of the offer or badge. */
  readonly subject: string;
  readonly current: boolean;
  readonly verdict: Verdict;
  readonly version?: OpenBadgesVersion;
  /** When the issuer last gave a conclusive answer. */
  readonly checkedAt: Date;
  readonly findings: readonly Finding[];
  /** Absent in reports of before endorsements were looked at. */
  readonly endorsements?: readonly EndorsementReport[];
  /** Since when the issuer cannot be reached; the verdict is the last conclusive one meanwhile. */
  readonly unreachableSince?: Date;
  /** The report about an offer goes with it. */
  readonly expiresAt?: Date;
}

const finding = { _id: false, check: String, outcome: String, because: String };
const endorsement = {
  _id: false,
  about: String,
  id: String,
  issuerName: String,
  comment: String,
  verdict: String,
  findings: [finding],
};

export const reportModel = defineModel<ReportDoc>(
  'reports',
  {
    _id: String,
    subject: { type: String, required: true },
    current: { type: Boolean, required: true },
    verdict: { type: String, required: true },
    version: String,
    checkedAt: { type: Date, required: true },
    findings: [finding],
    endorsements: [endorsement],
    unreachableSince: Date,
    expiresAt: Date,
  },
  [
    {
      name: 'one_current_report',
      on: { subject: 1 },
      options: { unique: true, partialFilterExpression: { current: true } },
    },
    { name: 'offer_reports_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
    { name: 'reports_of_subject', on: { subject: 1, checkedAt: -1 } },
  ],
);

/** What a stored report says. */
export function standingOf({
  verdict,
  version,
  checkedAt,
  findings,
  endorsements = [],
  unreachableSince,
}: Omit<ReportDoc, '_id' | 'subject' | 'current'>): Standing {
  return {
    verdict,
    checkedAt,
    findings,
    endorsements,
    ...(version && { version }),
    ...(unreachableSince && { unreachableSince }),
  };
}
