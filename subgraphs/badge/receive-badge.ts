import { Refusal } from '../../src/errors.js';
import {
  digestOf,
  matchesRecipient,
  normalizeAddress,
  verify,
} from '../../src/openbadges/index.js';
import type {
  Credential,
  FetchDocument,
  Finding,
  Original,
  Report,
  Source,
} from '../../src/openbadges/index.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import type { ReportLog } from '../ports.js';
import { offerModel } from './offer.model.js';

/** How long an offer waits for the person who proves its address (federation.md 2.8). */
const OFFER_LIFETIME_MS = 90 * 86_400_000;

export interface ReceiveBadgeDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fetch: FetchDocument;
  readonly reports: ReportLog;
}

export interface Push {
  readonly source: Source;
  /** The earner's address as the issuer knows it. */
  readonly recipient?: string;
}

export type Receipt =
  | { readonly kind: 'pending' | 'already-there'; readonly offer: string; readonly report: Report }
  | { readonly kind: 'refused'; readonly report: Report };

/**
 * Takes a badge an issuer pushes and offers it to whoever proves the recipient's address. The receipt is
 * the same whether or not somebody here has that address, and whatever she did with the badge before.
 * @throws Refusal BAD_INPUT when the badge does not name its recipient and the push does not either
 */
export async function receiveBadge(push: Push, deps: ReceiveBadgeDeps): Promise<Receipt> {
  const { report, credential, original } = await verify(push.source, {
    fetch: deps.fetch,
    now: () => deps.clock.now(),
  });
  if (credential === undefined || original === undefined || isHopeless(report)) {
    return { kind: 'refused', report };
  }
  const recipient = recipientOf(push, credential);
  return storeOffer(
    {
      recipient: normalizeAddress(recipient),
      report: withRecipientFinding(report, credential, recipient),
      credential,
      original,
    },
    deps,
  );
}

/** INVALID and REVOKED badges are never offered; every other verdict is shown and hers to judge. */
function isHopeless(report: Report): boolean {
  return report.verdict === 'INVALID' || report.verdict === 'REVOKED';
}

/** @throws Refusal BAD_INPUT */
function recipientOf(push: Push, credential: Credential): string {
  if (push.recipient !== undefined) return push.recipient;
  // By the form of the value, since issuers are known to set the flag wrongly.
  const plain = credential.recipient.find(
    ({ type, value }) => type === 'email' && value.includes('@'),
  );
  if (plain !== undefined) return plain.value;
  throw new Refusal(
    'BAD_INPUT',
    'recipient is needed: this badge does not name an e-mail address in plain text.',
    { field: 'input.recipient' },
  );
}

/** Check 17, `RECIPIENT`: says whether the badge names the address it was pushed for; never decides. */
function withRecipientFinding(report: Report, credential: Credential, recipient: string): Report {
  const matches = matchesRecipient(credential.recipient, [recipient]) === 'match';
  const finding: Finding = matches
    ? { check: 'RECIPIENT', outcome: 'PASS' }
    : {
        check: 'RECIPIENT',
        outcome: 'WARN',
        because: 'The badge does not name the address it was pushed for.',
      };
  return { ...report, findings: [...report.findings, finding] };
}

interface NewOffer {
  readonly recipient: string;
  readonly report: Report;
  readonly credential: Credential;
  readonly original: Original;
}

/** One transaction: the offer and its report. The unique index decides who of many was first. */
async function storeOffer(
  { recipient, report, credential, original }: NewOffer,
  { database, clock, ids, reports }: ReceiveBadgeDeps,
): Promise<Receipt> {
  const offers = database.model(offerModel);
  const digest = digestOf(original.bytes);
  const earlier = async (session: Session | null = null) =>
    (await offers.findOne({ recipient, digest }, { _id: 1 }, { session }).lean())?._id;
  const known = await earlier();
  if (known !== undefined) return { kind: 'already-there', offer: known, report };

  const offer = ids.make('off');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + OFFER_LIFETIME_MS);
  try {
    await database.transaction(async (session) => {
      await offers.create(
        [
          {
            _id: offer,
            recipient,
            digest,
            state: 'PENDING',
            receivedAt: now,
            expiresAt,
            announceAt: now,
            original: Buffer.from(original.bytes),
            mediaType: original.mediaType,
            credential,
          },
        ],
        { session },
      );
      await reports.record({ offer, expiresAt }, report, session);
    });
  } catch (error) {
    // The winner may not have reached a majority yet: reading in a transaction waits until it has.
    const winner = await database.transaction((session) => earlier(session));
    if (winner === undefined) throw error;
    return { kind: 'already-there', offer: winner, report };
  }
  return { kind: 'pending', offer, report };
}
