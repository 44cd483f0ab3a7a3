import type { OpenBadgesVersion } from '../credential.js';
import { oncePer } from '../once-per.js';
import { contextVersion } from './detect-version.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reading } from './reading.js';
import type { JsonObject } from './strict-json.js';
import { readAssertionV05, readBadgeClassV05, readIssuerV05 } from './v05.js';
import { readAssertionV1, readBadgeClassV1, readIssuerV1 } from './v1.js';
import { readAssertionV2, readBadgeClassV2, readIssuerV2 } from './v2.js';

/** How one generation writes its three documents. */
export interface Readers {
  /** The address is where it was fetched: its identity in 0.5. */
  readonly assertion: (document: JsonObject, hostedUrl?: string) => Reading<AssertionPart>;
  readonly badgeClass: (document: JsonObject) => Reading<BadgeClassPart>;
  readonly issuer: (document: JsonObject) => Reading<IssuerPart>;
}

const V05: Readers = {
  assertion: readAssertionV05,
  badgeClass: readBadgeClassV05,
  issuer: readIssuerV05,
};
const V1: Readers = {
  assertion: oncePer(readAssertionV1),
  badgeClass: oncePer(readBadgeClassV1),
  issuer: oncePer(readIssuerV1),
};
const V2: Readers = {
  assertion: oncePer(readAssertionV2),
  badgeClass: oncePer(readBadgeClassV2),
  issuer: oncePer(readIssuerV2),
};

/**
 * The version a document is written in. One without a context has the version of the document that
 * refers to it; Moodle mixes them, so each document counts for itself.
 */
export function versionOf(document: JsonObject, inherited: OpenBadgesVersion): OpenBadgesVersion {
  return contextVersion(document) ?? inherited;
}

export function readersFor(version: OpenBadgesVersion): Readers {
  if (version === 'V0_5') return V05;
  return version === 'V1_0' || version === 'V1_1' ? V1 : V2;
}
