import type { OpenBadgesVersion } from '../credential.js';
import { readersFor } from '../parse/readers.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reading } from '../parse/reading.js';
import type { Known } from './evidence.js';
import type { Fetched } from './find-assertion.js';
import type { Link } from './follow-link.js';
import { followBadgeClass, followIssuer } from './follow-link.js';

/** What is known about a hosted badge: all that the checks look at. */
export interface Facts {
  readonly version: OpenBadgesVersion;
  readonly assertion: Fetched;
  readonly reading: Reading<AssertionPart>;
  /** Absent when the assertion cannot be read. */
  readonly badgeClass?: Link<BadgeClassPart>;
  /** Absent when the badge class cannot be read. */
  readonly issuer?: Link<IssuerPart>;
}

/** Reads the assertion and follows its links as far as the documents are known. */
export function collectFacts(assertion: Fetched, version: OpenBadgesVersion, known: Known): Facts {
  const reading = readersFor(version).assertion(assertion.document);
  if (reading.kind === 'unreadable') return { version, assertion, reading };
  const badgeClass = followBadgeClass(reading.part.badge, version, known);
  if (badgeClass.kind !== 'read') return { version, assertion, reading, badgeClass };
  const issuer = followIssuer(badgeClass.part.issuer, badgeClass.version, known);
  return { version, assertion, reading, badgeClass, issuer };
}

/** The URL of a linked document that nobody asked for yet. */
export function wantedBy({ badgeClass, issuer }: Facts): string | undefined {
  if (badgeClass?.kind === 'wanted') return badgeClass.url;
  return issuer?.kind === 'wanted' ? issuer.url : undefined;
}
