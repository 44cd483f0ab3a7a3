import { Refusal } from '../../src/errors.js';
import { matchesRecipient, normalizeAddress, verify } from '../../src/openbadges/index.js';
import type {
  Credential,
  FetchDocument,
  Finding,
  Report,
  Source,
} from '../../src/openbadges/index.js';
import { refuseBlocked } from './blocked-issuers.js';
import { keepable, storeOffer } from './store-offer.js';
import type { StoreOfferDeps, StoredOffer } from './store-offer.js';

export interface ReceiveBadgeDeps extends StoreOfferDeps {
  readonly fetch: FetchDocument;
}

export interface Push {
  readonly source: Source;
  /** The earner's address as the issuer knows it. */
  readonly recipient?: string;
}

export type Receipt =
  | (StoredOffer & { readonly report: Report })
  | { readonly kind: 'refused'; readonly report: Report };

/**
 * Takes a badge an issuer pushes and offers it to whoever proves the recipient's address. The receipt is
 * the same whether or not somebody here has that address, and whatever she did with the badge before.
 * @throws Refusal ISSUER_BLOCKED; BAD_INPUT when the badge does not name its recipient and the push does
 *   not either
 */
export async function receiveBadge(push: Push, deps: ReceiveBadgeDeps): Promise<Receipt> {
  const verified = await verify(push.source, { fetch: deps.fetch, now: () => deps.clock.now() });
  const found = keepable(verified);
  if (found === undefined) return { kind: 'refused', report: verified.report };
  await refuseBlocked(found.credential.issuer.id, deps);
  const recipient = recipientOf(push, found.credential);
  const report = withRecipientFinding(found.report, found.credential, recipient);
  const stored = await storeOffer(
    { ...found, report, recipient: normalizeAddress(recipient), broughtBy: 'pusher' },
    deps,
  );
  return { ...stored, report };
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
    ? {
        check: 'RECIPIENT',
        outcome: 'PASS',
        because: 'The badge names the address it was pushed for.',
      }
    : {
        check: 'RECIPIENT',
        outcome: 'WARN',
        because: 'The badge does not name the address it was pushed for.',
      };
  return { ...report, findings: [...report.findings, finding] };
}
