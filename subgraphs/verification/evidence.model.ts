import type { FetchAnswer, PictureSeen } from '../../src/openbadges/index.js';
import { defineModel } from '../../src/store/index.js';

/**
 * Everything a report rests on, so that its verdict can be repeated and explained years later. Owner:
 * verification. Lives and dies with its report; replaced when a later check comes to the same verdict.
 * At most some 12 MiB: `gather` keeps documents below 8 MiB and a source below 3 MiB.
 */
export interface EvidenceDoc {
  /** The report. */
  readonly _id: string;
  /** The id of the offer or badge. */
  readonly subject: string;
  readonly source: {
    readonly kind: 'url' | 'json' | 'image';
    readonly url?: string;
    readonly text?: string;
    readonly bytes?: Buffer;
  };
  /** In the order of asking. */
  readonly answers: readonly StoredAnswer[];
  readonly pictures: readonly { readonly asked: string; readonly seen: PictureSeen }[];
  readonly question: StoredQuestion;
  /** What rests on an offer goes with it. */
  readonly expiresAt?: Date;
}

type Answered = Extract<FetchAnswer, { kind: 'answered' }>;

export interface StoredAnswer extends Partial<Omit<Answered, 'kind' | 'body'>> {
  readonly asked: string;
  readonly kind: FetchAnswer['kind'];
  readonly body?: Buffer;
  readonly because?: Extract<FetchAnswer, { kind: 'unreachable' }>['because'];
}

/** For what the badge was judged. */
export interface StoredQuestion {
  readonly at: Date;
  /**
   * Absent when nobody's address was asked about. Otherwise the one of her addresses that the badge
   * names, if any: her others did not matter and are not kept here.
   */
  readonly recipients?: readonly string[];
  /** It was compared with her accepted copy, which the badge itself keeps. */
  readonly compared: boolean;
}

const answer = {
  _id: false,
  asked: String,
  kind: String,
  url: String,
  status: Number,
  contentType: String,
  body: Buffer,
  etag: String,
  lastModified: String,
  retryAfterSeconds: Number,
  because: String,
};

export const evidenceModel = defineModel<EvidenceDoc>(
  'evidence',
  {
    _id: String,
    subject: { type: String, required: true },
    source: { kind: String, url: String, text: String, bytes: Buffer },
    answers: [answer],
    pictures: [{ _id: false, asked: String, seen: Object }],
    question: {
      at: Date,
      // A list that is not there says something else than an empty one.
      recipients: { type: [String], default: undefined },
      compared: Boolean,
    },
    expiresAt: Date,
  },
  [
    { name: 'evidence_of_subject', on: { subject: 1 } },
    { name: 'offer_evidence_expires', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
